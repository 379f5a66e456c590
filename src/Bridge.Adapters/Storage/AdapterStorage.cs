using System.Text.Json.Nodes;
using Bridge.Checkpoints;
using Bridge.Configuration;
using Bridge.Models;
using Bridge.Torch;
using Bridge.Torch.Parameters;

namespace Bridge.Adapters.Storage;

/// <summary>Adapters in AdapterHub's folders: what the reference library writes is read, what is written it reads.</summary>
internal static class AdapterStorage
{
    private const string Version = "adapters.1.3.0";

    /// <summary>Writes the adapter's folder; what else lies there (a head) stays.</summary>
    public static void Save(TransformerModel model, Adapter adapter, string folder)
    {
        var description = model.Description;
        var config = new JsonObject
        {
            ["config"] = adapter.Config.ToJson(),
            ["hidden_size"] = description.HiddenSize,
            ["model_class"] = description.HeadsClass,
            ["model_name"] = model.Name,
            ["model_type"] = description.ModelType,
            ["name"] = adapter.Name,
            ["version"] = Version,
        };
        // A file of the class with heads: its names carry the base model's prefix.
        AdapterFolder.Adapter.Write(folder, config, adapter.Parameters.Select(p => Tensors.ToView(description.BasePrefix + p.Key, p.Value)));
    }

    public static Adapter Load(AdapterSet set, string folder, string? name, AdapterLoadOptions options)
    {
        var json = AdapterFolder.Adapter.ReadConfig(folder);
        var config = AdapterConfig.FromJson(json["config"] ?? throw BridgeException.Corrupt($"\"{folder}\": adapter_config.json has no \"config\"", ("path", folder)), options.Lenient);
        var saved = (json["name"] as JsonValue)?.TryGetValue<string>(out var text) == true ? text : null;
        var given = name ?? saved ?? throw BridgeException.Corrupt($"\"{folder}\": adapter_config.json has no \"name\", and none was given", ("path", folder));
        CheckModel(set.Model, json, folder);
        set.CheckName(given);
        using var file = AdapterFolder.Adapter.OpenWeights(folder);
        using var renamed = new RenamedTensors(file, set.Model.Description.BasePrefix, saved ?? given, given);
        var source = new CheckpointParameterSource(renamed, set.Model.Device, ScalarType.Float32);
        return set.Keep(given, config, source, () => Verify(source, renamed, folder, options));
    }

    private static void CheckModel(TransformerModel model, JsonObject json, string folder)
    {
        if (json["hidden_size"] is JsonValue value && value.TryGetValue<int>(out var size) && size != model.Description.HiddenSize)
            throw BridgeException.Precondition(ErrorReason.CheckpointMismatch, $"\"{folder}\" holds an adapter for hidden size {size}; this model has {model.Description.HiddenSize}",
                ("path", folder), ("hidden_size", size), ("allowed", model.Description.HiddenSize));
    }

    private static LoadReport Verify(CheckpointParameterSource source, RenamedTensors file, string folder, AdapterLoadOptions options)
    {
        var used = source.Used;
        var unexpected = file.Names.Where(n => !used.Contains(n) && !source.Aliases.ContainsKey(n)).ToList();
        var violations = source.Mismatched.ToList();
        if (!options.AllowPartial)
        {
            violations.AddRange(source.Missing.Select(n => new Violation(n, "missing")));
            violations.AddRange(unexpected.Select(n => new Violation(n, "not expected")));
        }
        if (violations.Count > 0)
            throw new BridgeException(ErrorCode.FailedPrecondition, ErrorReason.CheckpointMismatch,
                $"\"{folder}\" does not hold the adapter that its configuration describes: {violations[0].Field}: {violations[0].Description}" + (violations.Count > 1 ? $" (and {violations.Count - 1} more)" : ""),
                new Dictionary<string, string> { ["path"] = folder, ["violations"] = string.Join("; ", violations.Select(v => $"{v.Field}: {v.Description}")) }, violations);
        return new LoadReport([.. used], source.Missing, unexpected);
    }
}
