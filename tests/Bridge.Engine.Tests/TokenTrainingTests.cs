using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bridge.Configuration;
using Bridge.Core;
using Bridge.Engine.Tests.Support;
using Xunit;

namespace Bridge.Engine.Tests;

/// <summary>Classification, tagging and language models learn from text, on every architecture that reads text.</summary>
public sealed class TokenTrainingTests
{
    private static readonly (string Model, int Vocabulary, string Language)[] Models =
    [
        ("bert", 120, "masked_lm"), ("albert", 80, "masked_lm"), ("distilbert", 80, "masked_lm"), ("gpt2_lm", 64, "causal_lm"), ("llama", 64, "causal_lm"), ("t5", 64, "seq2seq_lm"),
    ];

    public static TheoryData<string, int, string> Tasks
    {
        get
        {
            var data = new TheoryData<string, int, string>();
            foreach (var (model, vocabulary, language) in Models)
            {
                data.Add(model, vocabulary, "labels");
                data.Add(model, vocabulary, language);
                // An encoder and decoder tags what the decoder reads, which is the text moved by one: not the field's way of tagging.
                if (model != "t5") data.Add(model, vocabulary, "tags");
            }
            return data;
        }
    }

    [Theory, MemberData(nameof(Tasks))]
    public async Task Train_OnText_LearnsTheTask(string model, int vocabulary, string task)
    {
        using var small = new SmallModel(model, vocabulary);
        using var engine = new BridgeEngine(new EngineOptions { IntraOpThreads = 1 });
        await engine.Models.LoadAsync(new ModelLoadRequest { Path = small.Folder, Id = "m" }).WaitAsync(MiniEngine.Patience);
        await engine.Adapters.CreateAsync(new AdapterCreateRequest { Model = "m", Name = "a", Config = AdapterConfig.Parse("seq_bn[reduction_factor=2]"), Seed = 1 }).WaitAsync(MiniEngine.Patience);
        var schema = new DatasetSchema { PairField = task == "seq2seq_lm" ? "pair" : null, LabelKind = task.EndsWith("_lm", StringComparison.Ordinal) ? DatasetLabelKind.None : DatasetLabelKind.Unspecified };
        var data = await engine.Datasets.CreateAsync("d", Rows(small.Words, task), schema).WaitAsync(MiniEngine.Patience);
        await engine.Heads.CreateAsync("m", "a", Head(task, data.Schema), seed: 1).WaitAsync(MiniEngine.Patience);
        var before = await Evaluate(engine);
        engine.Jobs.Create(new TrainingJobRequest
        {
            Model = "m", Id = "job", Adapters = ["a"], Heads = ["a"], Dataset = "d",
            Settings = new TrainingSettings { MaxSteps = 60, BatchSize = 16, LearningRate = 5e-3 },
        });
        using var patience = new CancellationTokenSource(MiniEngine.Patience);
        await foreach (var _ in engine.Jobs.WatchAsync("m", "job", 0, patience.Token)) { }
        var job = engine.Jobs.Get("m", "job");
        Assert.True(job.State == TrainingJobState.Succeeded, $"{job.State}: {job.Error?.InnerException ?? job.Error}");
        var after = await Evaluate(engine);
        Assert.True(after["loss"] < 0.9 * before["loss"], $"loss {before["loss"]} became {after["loss"]}");
        if (task == "tags") Assert.InRange(after["accuracy"], 0.75, 1);
        if (task.EndsWith("_lm", StringComparison.Ordinal)) Assert.Equal(Math.Exp(after["loss"]), after["perplexity"], 1e-9);
    }

    [Fact]
    public async Task Train_DataOfAnotherKindThanTheHead_IsRefusedByTheJob()
    {
        using var mini = await MiniEngine.StartAsync();
        await mini.Adapter("a");
        await mini.Dataset("rows");
        await mini.Engine.Heads.CreateAsync(MiniEngine.Model, "a", new HeadSpec { Json = """{"head_type": "tagging", "num_labels": 2}""" }, seed: 1);
        mini.Engine.Jobs.Create(new TrainingJobRequest { Model = MiniEngine.Model, Id = "job", Adapters = ["a"], Heads = ["a"], Dataset = "rows" });
        var end = await mini.End("job", TrainingJobState.Failed);
        Assert.Equal(ErrorReason.DataInvalid, end.Error!.Reason);
        Assert.Equal("one class a word", end.Error.Metadata["allowed"]);
    }

    // Texts go around a circle of words; the tag of a word is its place modulo three; the class says where a text begins.
    private static byte[] Rows(IReadOnlyList<string> words, string task)
    {
        var text = new StringBuilder();
        for (var i = 0; i < 48; i++)
        {
            int[] places = [.. Enumerable.Range(i % 2 == 0 ? 0 : 20, 4 + i % 5).Select(p => (p + i / 2 % 4) % words.Count)];
            var row = new JsonObject();
            var list = new JsonArray([.. places.Select(p => (JsonNode)words[p])]);
            row["text"] = task == "tags" ? list : string.Join(' ', places.Select(p => words[p]));
            if (task == "seq2seq_lm") row["pair"] = string.Join(' ', places.Reverse().Select(p => words[p]));
            if (task == "tags") row["label"] = new JsonArray([.. places.Select(p => (JsonNode)$"T{p % 3}")]);
            if (task == "labels") row["label"] = i % 2 == 0 ? "low" : "high";
            text.Append(row.ToJsonString()).Append('\n');
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static HeadSpec Head(string task, DatasetSchema schema) => task switch
    {
        "labels" => new HeadSpec { NumLabels = 2, Labels = [.. schema.LabelIds.OrderBy(l => l.Value).Select(l => l.Key)] },
        "tags" => new HeadSpec { Json = $$"""{"head_type": "tagging", "num_labels": 3, "layers": 1, "label2id": {{JsonSerializer.Serialize(schema.LabelIds)}}}""" },
        _ => new HeadSpec { Json = $$"""{"head_type": "{{task}}"}""" },
    };

    private static async Task<IReadOnlyDictionary<string, double>> Evaluate(BridgeEngine engine) =>
        (await engine.Evaluation.EvaluateAsync(new EvaluateRequest { Model = "m", Dataset = "d", Setup = Composition.Parse("a"), Heads = ["a"] }).WaitAsync(MiniEngine.Patience)).Metrics;
}
