using System.Text.Json.Nodes;

namespace Bridge.Checkpoints;

/// <summary>One adapter, fusion or head of a setup that is written.</summary>
/// <param name="Kind">Which of them, as the folder that it goes into.</param>
/// <param name="Name">Its name, which is its folder's; empty for the head of a model class with one nameless head.</param>
/// <param name="Config">Its configuration.</param>
/// <param name="Tensors">Its tensors.</param>
public sealed record SetupPart(AdapterFolder Kind, string Name, JsonObject Config, IReadOnlyList<TensorContent> Tensors)
{
    /// <summary>The file format of its tensors.</summary>
    public WeightsFormat Format { get; init; } = WeightsFormat.Safetensors;
}
