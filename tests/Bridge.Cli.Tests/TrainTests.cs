using System.Text.Json;
using Bridge.Cli.Files;
using Bridge.Core;
using Bridge.Engine;

namespace Bridge.Cli.Tests;

public sealed class TrainTests
{
    [Fact]
    public async Task Train_FewRowsOfTwoClasses_LearnsThemAndSaves()
    {
        var folder = TestFolders.Temporary();
        var data = Path.Combine(folder, "rows.jsonl");
        string[] good = ["what a lovely day", "I love this", "great work", "wonderful food"], bad = ["what an awful day", "I hate this", "poor work", "terrible food"];
        await File.WriteAllLinesAsync(data, good.Select(t => Row(t, "positive")).Concat(bad.Select(t => Row(t, "negative"))), TestContext.Current.CancellationToken);
        var result = await Cli.RunAsync("train", "--model", TestFolders.MiniLm, "--config", "lora[r=4]", "--name", "mood", "--data", data, "--eval", data, "--save", Path.Combine(folder, "saved"),
            "--epochs", "6", "--batch-size", "4", "--lr", "2e-3", "--json");
        Assert.True(result.Code == 0, result.Error);
        var events = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var steps = events.Where(e => e.GetProperty("event").GetString() == "step").Select(e => e.GetProperty("loss").GetDouble()).ToList();
        Assert.Equal(12, steps.Count);
        Assert.True(steps[^1] < steps[0] / 2, $"losses {string.Join(", ", steps)}");
        var end = events[^1];
        Assert.Equal("succeeded", end.GetProperty("state").GetString());
        Assert.Equal(1.0, end.GetProperty("best_metrics").GetProperty("accuracy").GetDouble());
        var saved = await Cli.JsonAsync("inspect", Path.Combine(folder, "saved"));
        Assert.Equal("mood", saved.GetProperty("facts").GetProperty("name").GetString());
        Assert.Equal("head", saved.GetProperty("parts")[0].GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Train_AFusionOfSavedAdapters_SavesASetupThatAnswers()
    {
        var folder = TestFolders.Temporary();
        var data = Path.Combine(folder, "rows.jsonl");
        await File.WriteAllLinesAsync(data, [Row("a lovely day", "positive"), Row("an awful day", "negative"), Row("great", "positive"), Row("poor", "negative")], TestContext.Current.CancellationToken);
        foreach (var (name, config) in new[] { ("one", "lora[r=4]"), ("two", "ia3[intermediate_lora=False]") })
        {
            var made = await Train("--config", config, "--name", name);
            Assert.True(made.Code == 0, made.Error);
        }
        string In(string part) => Path.Combine(folder, part);
        var result = await Train("--config", "dynamic", "--fuse", In("one"), In("two"), "--name", "mix");
        Assert.True(result.Code == 0, result.Error);
        var saved = await Cli.JsonAsync("setups", "describe", In("mix"));
        Assert.Equal(["adapter one", "adapter two", "fusion mix", "head mix"], saved.GetProperty("parts").EnumerateArray().Select(p => $"{p.GetProperty("kind").GetString()} {p.GetProperty("name").GetString()}"));
        TensorFiles.Write(In("in"), new Dictionary<string, TensorValue> { ["input_ids"] = new(DataType.Int64, new Shape(1, 2), new byte[] { 101, 0, 0, 0, 0, 0, 0, 0, 102, 0, 0, 0, 0, 0, 0, 0 }) });
        var answer = await Cli.JsonAsync("forward", "--model", TestFolders.MiniLm, "--setup", In("mix"), "--inputs", In("in"), "--outputs", In("out"));
        Assert.Equal(["one", "two"], answer.GetProperty("adapters").EnumerateArray().Select(a => a.GetProperty("name").GetString() ?? ""));
        Assert.Equal(["mix"], answer.GetProperty("heads").EnumerateArray().Select(h => h.GetString() ?? ""));
        // What the adapters were, they are.
        foreach (var part in new[] { "one", "two" })
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(In(part), "adapter.safetensors"), TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(Path.Combine(In("mix"), part, "adapter.safetensors"), TestContext.Current.CancellationToken));
        Assert.Equal(2, (await Train("--config", "lora", "--fuse", In("one"), In("two"))).Code);

        Task<CliResult> Train(params string[] more) =>
            Cli.RunAsync(["train", "--model", TestFolders.MiniLm, "--data", data, "--max-steps", "2", "--batch-size", "4", "--save", In(more.SkipWhile(m => m != "--name").Skip(1).FirstOrDefault() ?? "none"), .. more]);
    }

    [Fact]
    public async Task TrainAndForward_OwnHeadOfTheCheckpoint_IsTrainedSavedAndRun()
    {
        using var model = new TestKit.RandomModel(
            TestKit.RandomConfigs.Of("distilbert", "DistilBertForSequenceClassification", 1800, ("id2label", System.Text.Json.Nodes.JsonNode.Parse("""{"0": "loud", "1": "calm"}"""))), 1,
            ("pre_classifier.weight", [16, 16]), ("pre_classifier.bias", [16]), ("classifier.weight", [2, 16]), ("classifier.bias", [2]));
        File.Copy(TestKit.RepositoryRoot.Combine("tests", "Bridge.Tokenization.Tests", "Data", "wordpiece-cased", "tokenizer.json"), Path.Combine(model.Folder, "tokenizer.json"));
        await File.WriteAllTextAsync(Path.Combine(model.Folder, "tokenizer_config.json"), """{"pad_token": "[PAD]"}""", TestContext.Current.CancellationToken);
        var (data, saved) = (Path.Combine(model.Folder, "rows.jsonl"), Path.Combine(model.Folder, "saved"));
        await File.WriteAllLinesAsync(data, [Row("the house is quiet", "calm"), Row("they all came", "loud")], TestContext.Current.CancellationToken);
        var trained = await Cli.RunAsync("train", "--model", model.Folder, "--config", "lora", "--data", data, "--save", saved, "--epochs", "1", "--own-head", "--json");
        Assert.True(trained.Code == 0, trained.Error);
        var config = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(saved, "head_config.json"), TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal("DistilBertForSequenceClassification", config.GetProperty("model_class").GetString());
        Assert.Equal(1, config.GetProperty("label2id").GetProperty("calm").GetInt32());
        var head = await Cli.JsonAsync("inspect", saved);
        Assert.Equal("DistilBertForSequenceClassification", head.GetProperty("parts")[0].GetProperty("facts").GetProperty("model_class").GetString());
        var inputs = Path.Combine(TestFolders.Tiny, "inputs.safetensors");
        Files.TensorFiles.Write(Path.Combine(model.Folder, "in"), new Dictionary<string, Engine.TensorValue> { ["input_ids"] = Files.TensorFiles.Read(inputs)["input_ids"] });
        var run = await Cli.JsonAsync("forward", "--model", model.Folder, "--inputs", Path.Combine(model.Folder, "in"), "--outputs", Path.Combine(model.Folder, "out"), "--own-head");
        Assert.Equal("default", run.GetProperty("heads")[0].GetString());
        Assert.Equal(2, Files.TensorFiles.Read(Path.Combine(model.Folder, "out"))["logits"].Shape[1]);
    }

    [Fact]
    public async Task Train_RowWithoutText_IsNamedBeforeAnythingStarts()
    {
        var folder = TestFolders.Temporary();
        var data = Path.Combine(folder, "rows.jsonl");
        await File.WriteAllLinesAsync(data, [Row("fine", "a"), "{\"label\": \"b\"}"], TestContext.Current.CancellationToken);
        var result = await Cli.RunAsync("train", "--model", TestFolders.MiniLm, "--config", "lora", "--data", data, "--save", Path.Combine(folder, "saved"));
        Assert.Equal(2, result.Code);
        Assert.Contains("DATA_INVALID", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder, "saved")));
    }

    private static string Row(string text, string label) => $"{{\"text\": {JsonSerializer.Serialize(text)}, \"label\": {JsonSerializer.Serialize(label)}}}";
}
