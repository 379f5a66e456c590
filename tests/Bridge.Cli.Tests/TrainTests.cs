using System.Text.Json;

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
