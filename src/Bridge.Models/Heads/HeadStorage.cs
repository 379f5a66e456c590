using System.Text.Json.Nodes;
using Bridge.Checkpoints;
using Bridge.Torch;
using Bridge.Torch.Parameters;

namespace Bridge.Models.Heads;

/// <summary>Heads in AdapterHub's folders (head_config.json, model_head.safetensors).</summary>
internal static class HeadStorage
{
    private const string Version = "adapters.1.3.0";

    public static void Save(TransformerModel model, PredictionHead head, string folder, Vocabularies.TokenEmbedding? tokens)
    {
        var made = new List<Tensor>();
        var parameters = head.ParametersWith(tokens, made);
        var told = head.ConfigWith(tokens);
        var own = model.Description.FixedHeadOf(told.ModelClass);
        var config = new JsonObject
        {
            ["config"] = own is null ? HeadJson.Write(told) : null,
            ["hidden_size"] = model.Description.HiddenSize,
            ["model_class"] = own?.ModelClass ?? model.Description.HeadsClass,
            ["model_name"] = model.Name,
            ["model_type"] = model.Description.ModelType,
            ["name"] = head.Name,
            ["version"] = Version,
        };
        if (own is not null) AddLabels(config, told);
        AdapterFolder.Head.Write(folder, config, parameters.Select(p => Tensors.ToView(own?.FileNameOf(p.Key) ?? p.Key, p.Value)));
        foreach (var tensor in made) tensor.Dispose();
    }

    // As the library saves a class with one fixed head; its flexible classes turn that into theirs.
    private static void AddLabels(JsonObject json, HeadConfig config)
    {
        var kind = HeadJson.Write(config);
        json["label2id"] = kind["label2id"]?.DeepClone();
        json["num_labels"] = (kind["num_labels"] ?? kind["num_choices"])?.DeepClone();
    }

    public static PredictionHead Load(HeadSet set, string folder, string? name, IReadOnlyDictionary<string, int>? labels)
    {
        var json = AdapterFolder.Head.ReadConfig(folder);
        var saved = (json["name"] as JsonValue)?.TryGetValue<string>(out var text) == true ? text : null;
        var given = name ?? saved ?? throw BridgeException.Corrupt($"\"{folder}\": head_config.json has no \"name\", and none was given", ("path", folder));
        using var file = AdapterFolder.Head.OpenWeights(folder);
        var own = json["config"] is JsonObject ? null : FixedHeadFiles.Of(json, set.Model.Description, folder);
        var tensors = own is null ? null : new FixedHeadTensors(file, own);
        var config = tensors is null ? HeadJson.Read((JsonObject)json["config"]!, folder) : FixedHeadFiles.Config(tensors, json, folder);
        if (labels is not null) config = config with { LabelIds = labels };
        var source = new CheckpointParameterSource(tensors ?? file, set.Model.Device, ScalarType.Float32,
            rename: expected => tensors is not null ? tensors.Stored(expected) : saved is null ? expected : $"heads.{saved}{expected[$"heads.{given}".Length..]}");
        return set.Keep(given, config, source, () => Verify(source, file, folder, own?.Offset is { } twice ? [twice] : []));
    }

    private static void Verify(CheckpointParameterSource source, ITensorSource file, string folder, IReadOnlyList<string> ignored)
    {
        var unexpected = file.Names.Where(n => !source.Used.Contains(n) && !ignored.Contains(n)).ToList();
        new LoadReport([.. source.Used], source.Missing, unexpected) { Mismatched = source.Mismatched }.Require(folder, "the head that its configuration describes");
    }
}
