using Bridge.Checkpoints;
using Bridge.Configuration;
using Bridge.Models;
using Bridge.Torch;
using Bridge.Torch.Parameters;

namespace Bridge.Adapters.Storage;

/// <summary>Adapters in AdapterHub's folders: what the reference library writes is read, what is written it reads.</summary>
internal static class AdapterStorage
{
    /// <summary>Writes the adapter's folder; what else lies there (a head) stays.</summary>
    public static void Save(TransformerModel model, Adapter adapter, string folder)
    {
        var description = model.Description;
        var config = new AdapterConfigFile
        {
            Config = adapter.Config,
            Name = adapter.Name,
            HiddenSize = description.HiddenSize,
            ModelClass = description.HeadsClass,
            ModelName = model.Name,
            ModelType = description.ModelType,
        };
        // A file of the class with heads: its names carry the base model's prefix.
        AdapterFolder.Adapter.Write(folder, config.ToJson(), adapter.Parameters.Select(p => Tensors.ToView(description.BasePrefix + p.Key, p.Value)));
    }

    public static Adapter Load(AdapterSet set, string folder, string? name, AdapterLoadOptions options)
    {
        var saved = AdapterConfigFile.FromJson(AdapterFolder.Adapter.ReadConfig(folder), options.Lenient);
        var given = name ?? saved.Name ?? throw BridgeException.Corrupt($"\"{folder}\": adapter_config.json has no \"name\", and none was given", ("path", folder));
        CheckModel(set.Model, saved, folder);
        set.CheckName(given);
        using var file = AdapterFolder.Adapter.OpenWeights(folder);
        using var renamed = new RenamedTensors(file, set.Model.Description.BasePrefix, saved.Name ?? given, given);
        var source = new CheckpointParameterSource(renamed, set.Model.Device, ScalarType.Float32,
            fresh: options.AllowPartial ? new SeededParameterSource(options.Random, set.Model.Device, ScalarType.Float32) : null);
        return set.Keep(given, FileRepairs.Apply(saved, renamed, given, options.LeaveOut), source, () => Verify(source, renamed, folder, options));
    }

    private static void CheckModel(TransformerModel model, AdapterConfigFile saved, string folder)
    {
        if (saved.HiddenSize is { } size && size != model.Description.HiddenSize)
            throw BridgeException.Precondition(ErrorReason.CheckpointMismatch, $"\"{folder}\" holds an adapter for hidden size {size}; this model has {model.Description.HiddenSize}",
                ("path", folder), ("hidden_size", size), ("allowed", model.Description.HiddenSize));
    }

    private static LoadReport Verify(CheckpointParameterSource source, RenamedTensors file, string folder, AdapterLoadOptions options)
    {
        var used = source.Used;
        var unexpected = file.Names.Where(n => !used.Contains(n) && !source.Aliases.ContainsKey(n) && !FileRepairs.OfLayers(n, options.LeaveOut)).ToList();
        var report = new LoadReport([.. used], source.Missing, unexpected) { Mismatched = source.Mismatched };
        report.Require(folder, "the adapter that its configuration describes", options.AllowPartial);
        return report;
    }
}
