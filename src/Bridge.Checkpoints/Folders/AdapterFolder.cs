using System.Text.Json.Nodes;
using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>
/// The parts that AdapterHub's and PEFT's folders are made of: a configuration and a file of tensors under fixed names. An adapter's folder may hold a head's files too.
/// </summary>
public sealed class AdapterFolder
{
    private readonly string _kind;

    private AdapterFolder(string kind, string config, string safetensors, string pickle)
    {
        _kind = kind;
        (ConfigFile, SafetensorsName, PickleName) = (config, safetensors, pickle);
    }

    /// <summary>An adapter of AdapterHub.</summary>
    public static AdapterFolder Adapter { get; } = new("adapter", "adapter_config.json", "adapter.safetensors", "pytorch_adapter.bin");

    /// <summary>A prediction head.</summary>
    public static AdapterFolder Head { get; } = new("head", "head_config.json", "model_head.safetensors", "pytorch_model_head.bin");

    /// <summary>An AdapterFusion layer.</summary>
    public static AdapterFolder Fusion { get; } = new("fusion", "adapter_fusion_config.json", "model_adapter_fusion.safetensors", "pytorch_model_adapter_fusion.bin");

    /// <summary>An adapter of PEFT.</summary>
    public static AdapterFolder Peft { get; } = new("PEFT adapter", "adapter_config.json", "adapter_model.safetensors", "adapter_model.bin");

    /// <summary>Name of the configuration's file.</summary>
    public string ConfigFile { get; }

    /// <summary>Name of the tensors' file in safetensors.</summary>
    public string SafetensorsName { get; }

    /// <summary>Name of the tensors' file as a torch pickle.</summary>
    public string PickleName { get; }

    /// <summary>Whether a folder holds such a part: its tensors in either format (an adapter of PEFT has the configuration's name in common with AdapterHub's).</summary>
    public bool IsIn(string folder) => FindWeights(folder) is not null;

    /// <summary>Which format the folder's tensors are in, safetensors before a pickle where both are there; null without either.</summary>
    public WeightsFormat? FormatIn(string folder) => FindWeights(folder)?.Format;

    /// <summary>Whether a folder's file of this name belongs to this part.</summary>
    public bool Owns(string fileName) => fileName == ConfigFile || fileName == SafetensorsName || fileName == PickleName;

    /// <summary>The configuration. FILE_NOT_FOUND, CHECKPOINT_CORRUPT.</summary>
    public JsonObject ReadConfig(string folder)
    {
        RequireFolder(folder);
        return JsonFile.Read(Path.Combine(folder, ConfigFile));
    }

    /// <summary>The configuration, or null where the folder has none.</summary>
    public JsonObject? FindConfig(string folder) => File.Exists(Path.Combine(folder, ConfigFile)) ? ReadConfig(folder) : null;

    /// <summary>The tensors, by default safetensors before a pickle; without both FILE_NOT_FOUND names both.</summary>
    public ITensorSource OpenWeights(string folder, WeightsFormat preferred = WeightsFormat.Safetensors)
    {
        RequireFolder(folder);
        var (path, format) = FindWeights(folder, preferred) ?? throw CheckpointErrors.NoneOf(folder, $"tensors of a {_kind}", SafetensorsName, PickleName);
        return format == WeightsFormat.Safetensors ? SafetensorsFile.Open(path) : TorchPickleFile.Open(path);
    }

    /// <summary>Writes both files; each is there whole or not at all. For a folder that changes as a whole use <see cref="AtomicFolder"/> or <see cref="Save"/>.</summary>
    public void Write(string folder, JsonObject config, IEnumerable<TensorView> tensors, WeightsFormat format = WeightsFormat.Safetensors) =>
        Write(folder, config, tensors.Select(TensorContent.Of), format);

    /// <summary>Writes both files; each is there whole or not at all. For a folder that changes as a whole use <see cref="AtomicFolder"/> or <see cref="Save"/>.</summary>
    public void Write(string folder, JsonObject config, IEnumerable<TensorContent> tensors, WeightsFormat format = WeightsFormat.Safetensors)
    {
        if (format == WeightsFormat.Safetensors) SafetensorsWriter.Write(Path.Combine(folder, SafetensorsName), tensors, Metadata());
        else TorchPickleWriter.Write(Path.Combine(folder, PickleName), tensors);
        JsonFile.Write(Path.Combine(folder, ConfigFile), config);
        // Tensors of an earlier save in the other format would be another adapter's.
        File.Delete(Path.Combine(folder, format == WeightsFormat.Safetensors ? PickleName : SafetensorsName));
    }

    /// <summary>
    /// Writes the folder as a whole: either the old or the new configuration and tensors are there, never one of each. A user's own files in it stay.
    /// </summary>
    public void Save(string folder, JsonObject config, IEnumerable<TensorContent> tensors, WeightsFormat format = WeightsFormat.Safetensors) =>
        AtomicFolder.Write(folder, fresh => Write(fresh, config, tensors, format), Owns);

    // The libraries differ: `adapters` writes no metadata, `peft` names the framework.
    private Dictionary<string, string>? Metadata() => this == Peft ? new Dictionary<string, string> { ["format"] = "pt" } : null;

    private (string Path, WeightsFormat Format)? FindWeights(string folder, WeightsFormat preferred = WeightsFormat.Safetensors)
    {
        var safetensors = (Path.Combine(folder, SafetensorsName), WeightsFormat.Safetensors);
        var pickle = (Path.Combine(folder, PickleName), WeightsFormat.TorchPickle);
        foreach (var candidate in preferred == WeightsFormat.Safetensors ? [safetensors, pickle] : new[] { pickle, safetensors })
            if (File.Exists(candidate.Item1)) return candidate;
        return null;
    }

    private static void RequireFolder(string folder)
    {
        if (!Directory.Exists(folder)) throw CheckpointErrors.NotFound(folder);
    }
}
