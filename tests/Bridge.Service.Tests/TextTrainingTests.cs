using System.Text;
using System.Text.Json.Nodes;
using Bridge.Api.V1;
using Bridge.Service.Tests.Support;
using Google.Protobuf;
using Grpc.Core;
using Xunit;

namespace Bridge.Service.Tests;

/// <summary>Over the wire and from text, every architecture of texts learns to classify, to tag and to write, with heads of its own and with fresh ones.</summary>
public sealed class TextTrainingTests
{
    private const string Labels = "labels", Tags = "tags";

    private static readonly string[] Words = ["a", "good", "day", "in", "the", "house", "of", "water", "is", "not", "bad", "for", "all", "who", "came", "late"];

    private static readonly (string Architecture, string Model, string Language)[] Architectures =
    [
        ("bert", "BertModel", "masked_lm"), ("roberta", "RobertaModel", "masked_lm"), ("xlm-roberta", "XLMRobertaModel", "masked_lm"), ("electra", "ElectraModel", "masked_lm"),
        ("distilbert", "DistilBertModel", "masked_lm"), ("albert", "AlbertModel", "masked_lm"), ("gpt2", "GPT2Model", "causal_lm"), ("llama", "LlamaModel", "causal_lm"),
        ("t5", "T5Model", "seq2seq_lm"), ("bart", "BartModel", "seq2seq_lm"),
    ];

    public static TheoryData<string, string, string> Tasks
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var (architecture, model, language) in Architectures)
                foreach (var task in new[] { Labels, Tags, language }) data.Add(architecture, model, task);
            return data;
        }
    }

    [Theory, MemberData(nameof(Tasks))]
    public async Task Train_OnText_LearnsTheTask(string architecture, string modelClass, string task)
    {
        using var model = new TextModel(architecture, modelClass);
        var config = task switch
        {
            Labels => new HeadConfig { Classification = new ClassificationHeadConfig { Labels = { "low", "high" } } },
            Tags => new HeadConfig { Json = """{"head_type": "tagging", "num_labels": 3, "layers": 1, "label2id": {"T0": 0, "T1": 1, "T2": 2}}""" },
            _ => new HeadConfig { Json = new JsonObject { ["head_type"] = task }.ToJsonString() },
        };
        await Learn(model, task, config);
    }

    [Theory]
    [InlineData("roberta", "RobertaForSequenceClassification", Labels, "classifier.dense:16,16;classifier.out_proj:2,16", "classification")]
    [InlineData("distilbert", "DistilBertForSequenceClassification", Labels, "pre_classifier:16,16;classifier:2,16", "classification")]
    [InlineData("bart", "BartForSequenceClassification", Labels, "classification_head.dense:16,16;classification_head.out_proj:2,16", "classification")]
    [InlineData("electra", "ElectraForTokenClassification", Tags, "classifier:3,16", "tagging")]
    [InlineData("albert", "AlbertForMaskedLM", "masked_lm", "predictions.dense:12,16;predictions.LayerNorm:12;predictions.decoder:2001,12", "masked_lm")]
    [InlineData("gpt2", "GPT2LMHeadModel", "causal_lm", "", "causal_lm")]
    [InlineData("t5", "T5ForConditionalGeneration", "seq2seq_lm", "", "seq2seq_lm")]
    public async Task Train_OwnHeadOfTheCheckpoint_Learns(string architecture, string modelClass, string task, string tensors, string type)
    {
        var more = tensors.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(t => t.Split(':')).SelectMany(t =>
        {
            long[] shape = [.. t[1].Split(',').Select(long.Parse)];
            return new[] { (t[0] + ".weight", shape), (t[0] + ".bias", shape[..1]) };
        });
        using var model = new TextModel(architecture, modelClass, [.. more]);
        var head = await Learn(model, task, new HeadConfig { Json = """{"head_type": "own"}""" });
        Assert.Equal(type, head.HeadType);
        Assert.False(head.HasSeed);
        var told = JsonNode.Parse(head.Config.Json)!;
        Assert.Equal(modelClass, told["model_class"]!.GetValue<string>());
        if (task == Labels) Assert.Equal("""{"low":0,"high":1}""", told["label2id"]!.ToJsonString());
    }

    [Fact]
    public async Task CreateHead_OwnWithAnythingBesideIt_OrOfAModelWithoutOne_IsRefused()
    {
        using var model = new TextModel("electra", "ElectraModel");
        await using var server = await TestServer.StartAsync();
        await server.LoadAsync("m", model.Folder);
        foreach (var (json, code, reason, key) in new[]
        {
            ("""{"head_type": "own", "num_labels": 2}""", StatusCode.InvalidArgument, "ARGUMENT_INVALID", "field"),
            ("""{"head_type": "own"}""", StatusCode.NotFound, "HEAD_NOT_FOUND", "allowed"),
        })
        {
            var (found, info, _) = await Requests.ErrorOf(() => server.Heads.CreateHeadAsync(new CreateHeadRequest { Parent = "models/m", HeadId = "a", Config = new HeadConfig { Json = json } }).ResponseAsync);
            Assert.Equal((code, reason), (found, info.Reason));
            Assert.NotEmpty(info.Metadata[key]);
        }
        Assert.Empty((await server.Heads.ListHeadsAsync(new ListHeadsRequest { Parent = "models/m" }).ResponseAsync.WaitAsync(TestServer.Patience)).Heads);
    }

    private static async Task<Head> Learn(TextModel model, string task, HeadConfig config)
    {
        await using var server = await TestServer.StartAsync();
        await server.LoadAsync("m", model.Folder);
        await server.Adapters.CreateAdapterAsync(new CreateAdapterRequest { Parent = "models/m", AdapterId = "a", ConfigString = "seq_bn[reduction_factor=2]", Seed = 1 }).ResponseAsync.WaitAsync(TestServer.Patience);
        var created = new CreateHeadRequest { Parent = "models/m", HeadId = "a", Config = config };
        if (!config.Json.Contains("own", StringComparison.Ordinal)) created.Seed = 1;
        var head = await server.Heads.CreateHeadAsync(created).ResponseAsync.WaitAsync(TestServer.Patience);
        var schema = new DatasetSchema { LabelKind = task.EndsWith("_lm", StringComparison.Ordinal) ? LabelKind.None : LabelKind.Unspecified, PairField = task == "seq2seq_lm" ? "pair" : "" };
        foreach (var (label, id) in task switch { Labels => [("low", 0), ("high", 1)], Tags => [("T0", 0), ("T1", 1), ("T2", 2)], _ => Array.Empty<(string, int)>() }) schema.LabelIds[label] = id;
        var data = await server.Datasets.CreateDatasetAsync(new CreateDatasetRequest { DatasetId = "d", Rows = ByteString.CopyFromUtf8(Rows(task)), Schema = schema }).ResponseAsync.WaitAsync(TestServer.Patience);
        var before = await Evaluate(server, data);
        var job = await server.Training.CreateTrainingJobAsync(new CreateTrainingJobRequest
        {
            Parent = "models/m",
            Spec = new TrainingSpec { Adapters = { "a" }, Heads = { "a" }, Dataset = data.Name, Options = new TrainingOptions { MaxSteps = 80, BatchSize = 16, LearningRate = 3e-2, Seed = 1 } },
        }).ResponseAsync.WaitAsync(TestServer.Patience);
        using var watch = server.Training.WatchTrainingJob(new WatchTrainingJobRequest { Name = job.Name });
        using var patience = new CancellationTokenSource(TestServer.Patience);
        await foreach (var item in watch.ResponseStream.ReadAllAsync(patience.Token))
            if (item.EventCase == TrainingEvent.EventOneofCase.StateChanged) Assert.True(item.StateChanged.State != TrainingState.Failed, item.StateChanged.Error?.Message);
        var after = await Evaluate(server, data);
        Assert.True(after < (task.EndsWith("_lm", StringComparison.Ordinal) ? before - 0.3 : 0.9 * before), $"loss {before} became {after}");
        return head;
    }

    private static async Task<double> Evaluate(TestServer server, Dataset data) =>
        (await server.Inference.EvaluateAsync(new EvaluateRequest { Model = "models/m", Setup = new Setup { CompositionString = "a", Heads = { "a" } }, Dataset = data.Name }).ResponseAsync.WaitAsync(TestServer.Patience)).Metrics["loss"];

    // Texts go around a circle of words; a word's tag is its place modulo three; the class says where a text begins.
    private static string Rows(string task)
    {
        var text = new StringBuilder();
        for (var i = 0; i < 48; i++)
        {
            int[] places = [.. Enumerable.Range(i % 2 == 0 ? 0 : 8, 4 + i % 4).Select(p => (p + i / 2 % 3) % Words.Length)];
            var row = new JsonObject { ["text"] = task == Tags ? new JsonArray([.. places.Select(p => (JsonNode)Words[p])]) : string.Join(' ', places.Select(p => Words[p])) };
            if (task == "seq2seq_lm") row["pair"] = string.Join(' ', places.Reverse().Select(p => Words[p]));
            if (task == Tags) row["label"] = new JsonArray([.. places.Select(p => (JsonNode)$"T{p % 3}")]);
            if (task == Labels) row["label"] = i % 2 == 0 ? "low" : "high";
            text.Append(row.ToJsonString()).Append('\n');
        }
        return text.ToString();
    }
}
