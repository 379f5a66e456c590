using Bridge.Core;

namespace Bridge.Engine;

/// <summary>Which model to load, and how.</summary>
public sealed record ModelLoadRequest
{
    /// <summary>A folder as Hugging Face has it: config.json, weights, tokenizer.json.</summary>
    public required string Path { get; init; }

    /// <summary>Its id to be; null is the folder's name.</summary>
    public string? Id { get; init; }

    /// <summary>The device: <c>cpu</c>, <c>cuda:0</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Type of weights and arithmetic: float32 or bfloat16.</summary>
    public DataType DataType { get; init; } = DataType.Float32;
}
