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
        var config = new JsonObject
        {
            ["config"] = HeadJson.Write(head.ConfigWith(tokens)),
            ["hidden_size"] = model.Description.HiddenSize,
            ["model_class"] = model.Description.HeadsClass,
            ["model_name"] = model.Name,
            ["model_type"] = model.Description.ModelType,
            ["name"] = head.Name,
            ["version"] = Version,
        };
        AdapterFolder.Head.Write(folder, config, parameters.Select(p => Tensors.ToView(p.Key, p.Value)));
        foreach (var tensor in made) tensor.Dispose();
    }

    public static PredictionHead Load(HeadSet set, string folder, string? name, IReadOnlyDictionary<string, int>? labels)
    {
        var json = AdapterFolder.Head.ReadConfig(folder);
        var saved = (json["name"] as JsonValue)?.TryGetValue<string>(out var text) == true ? text : null;
        var given = name ?? saved ?? throw BridgeException.Corrupt($"\"{folder}\": head_config.json has no \"name\", and none was given", ("path", folder));
        var fixedHead = json["config"] is JsonObject ? null : StaticHead.Of(json, folder);
        var config = fixedHead?.Config ?? HeadJson.Read((JsonObject)json["config"]!, folder);
        if (labels is not null) config = config with { LabelIds = labels };
        using var file = AdapterFolder.Head.OpenWeights(folder);
        var source = new CheckpointParameterSource(file, set.Model.Device, ScalarType.Float32,
            rename: expected => fixedHead is not null ? fixedHead.Stored(expected) : saved is null ? expected : $"heads.{saved}{expected[$"heads.{given}".Length..]}");
        return set.Keep(given, config, source, () => Verify(source, file, folder, fixedHead?.Ignored ?? []));
    }

    private static void Verify(CheckpointParameterSource source, ITensorSource file, string folder, IReadOnlyList<string> ignored)
    {
        var unexpected = file.Names.Where(n => !source.Used.Contains(n) && !ignored.Contains(n)).ToList();
        new LoadReport([.. source.Used], source.Missing, unexpected) { Mismatched = source.Mismatched }.Require(folder, "the head that its configuration describes");
    }
}
