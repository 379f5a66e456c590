using System.Text.Json.Nodes;
using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>
/// Folders in AdapterHub's layout: a configuration and a file of tensors, for adapters and, beside them or alone, for prediction heads. Fusions have files of their own.
/// </summary>
public sealed class AdapterFolder
{
    /// <summary>An adapter.</summary>
    public static AdapterFolder Adapter { get; } = new("adapter_config.json", "adapter.safetensors", "pytorch_adapter.bin");

    /// <summary>A prediction head.</summary>
    public static AdapterFolder Head { get; } = new("head_config.json", "model_head.safetensors", "pytorch_model_head.bin");

    /// <summary>An AdapterFusion layer.</summary>
    public static AdapterFolder Fusion { get; } = new("adapter_fusion_config.json", "model_adapter_fusion.safetensors", "pytorch_model_adapter_fusion.bin");

    private readonly string _config;
    private readonly string _weights;
    private readonly string _pickle;

    private AdapterFolder(string config, string weights, string pickle) => (_config, _weights, _pickle) = (config, weights, pickle);

    /// <summary>Whether a folder holds such a part.</summary>
    public bool IsIn(string folder) => File.Exists(Path.Combine(folder, _config));

    /// <summary>The configuration. FILE_NOT_FOUND, CHECKPOINT_CORRUPT.</summary>
    public JsonObject ReadConfig(string folder) => JsonFile.Read(Path.Combine(folder, _config));

    /// <summary>The tensors, safetensors before a pickle. FILE_NOT_FOUND names both.</summary>
    public ITensorSource OpenWeights(string folder)
    {
        var (weights, pickle) = (Path.Combine(folder, _weights), Path.Combine(folder, _pickle));
        if (File.Exists(weights)) return Checkpoint.Open(weights);
        if (File.Exists(pickle)) return Checkpoint.Open(pickle);
        throw BridgeException.NotFound(ErrorReason.FileNotFound, $"\"{folder}\" holds neither {_weights} nor {_pickle}", ("path", folder), ("looked_for", $"{_weights}, {_pickle}"));
    }

    /// <summary>Writes both files; each is there whole or not at all. For a folder that is new as a whole use <see cref="AtomicFolder"/> around it.</summary>
    public void Write(string folder, JsonObject config, IEnumerable<TensorView> tensors)
    {
        Directory.CreateDirectory(folder);
        SafetensorsWriter.Write(Path.Combine(folder, _weights), tensors);
        JsonFile.Write(Path.Combine(folder, _config), config);
        // A pickle of an earlier save would be another adapter's.
        File.Delete(Path.Combine(folder, _pickle));
    }
}
