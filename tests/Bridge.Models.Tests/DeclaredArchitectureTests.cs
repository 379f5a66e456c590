using System.Text.Json.Nodes;

namespace Bridge.Models.Tests;

/// <summary>A folder that describes its own architecture in JSON is the model that a page of code makes of it.</summary>
public sealed class DeclaredArchitectureTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-declared-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, InlineData("bert"), InlineData("llama")]
    public void Load_DeclaredExample_GivesTheSameNumbersAndSlots(string name)
    {
        using var scope = NewDisposeScope();
        var original = RepositoryRoot.Combine("tests", "Goldens", "Data", "models", name);
        using var built = TransformerModel.Load(original);
        Declare(name, json => json, modelType: "my_own");
        using var declared = TransformerModel.Load(_folder);
        Assert.Equal("my_own", declared.Description.ModelType);
        Assert.Equal(built.Parameters.Keys.Order(), declared.Parameters.Keys.Order());
        Assert.Equal(built.Slots.Linear.Select(s => s.Name), declared.Slots.Linear.Select(s => s.Name));
        var ids = tensor(new long[] { 5, 6, 7, 8, 9, 10, 11, 12 }, [2, 4]);
        using var first = built.Forward(new ModelInputs { InputIds = ids }, new ForwardContext());
        using var second = declared.Forward(new ModelInputs { InputIds = ids }, new ForwardContext());
        Assert.Equal(first.LastHiddenState.data<float>().ToArray(), second.LastHiddenState.data<float>().ToArray());
    }

    [Theory]
    [InlineData("hidden_sise", "12", "hidden_sise")]
    [InlineData("norm_placement", "\"after\"", "norm_placement")]
    [InlineData("layers", "{\"config\": \"num_hidden_layers\", \"else\": 3}", "layers")]
    [InlineData("layers", "2.5", "layers")]
    [InlineData("names", "{\"query\": \"q.{0}\"}", "token_embedding")]
    [InlineData("names", "{\"querry\": \"q.{0}\"}", "querry")]
    [InlineData("attention", "{\"heads\": 7}", "heads")]
    public void Load_DeclarationThatIsWrong_NamesTheKey(string key, string value, string named)
    {
        Declare("bert", json =>
        {
            json[key] = JsonNode.Parse(value);
            return json;
        });
        var error = Assert.Throws<BridgeException>(() => TransformerModel.Load(_folder));
        Assert.Equal((ErrorCode.DataLoss, ErrorReason.CheckpointCorrupt, named), (error.Code, error.Reason, error.Metadata["key"]));
    }

    private void Declare(string name, Func<JsonObject, JsonObject> change, string? modelType = null)
    {
        foreach (var file in Directory.EnumerateFiles(RepositoryRoot.Combine("tests", "Goldens", "Data", "models", name))) File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        var example = JsonNode.Parse(File.ReadAllText(RepositoryRoot.Combine("docs", "architectures", $"{name}.json")))!.AsObject();
        File.WriteAllText(Path.Combine(_folder, "architecture.json"), change(example).ToJsonString());
        if (modelType is null) return;
        var path = Path.Combine(_folder, "config.json");
        var config = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        config["model_type"] = modelType;
        File.WriteAllText(path, config.ToJsonString());
    }
}
