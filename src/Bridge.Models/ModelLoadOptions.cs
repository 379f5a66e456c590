namespace Bridge.Models;

/// <summary>Where and in which type a base model lives.</summary>
public sealed record ModelLoadOptions
{
    /// <summary>The device; the CPU by default.</summary>
    public Device? Device { get; init; }

    /// <summary>Type of weights and arithmetic: float32 or bfloat16. Weights stored in it are mapped, others converted once.</summary>
    public ScalarType DataType { get; init; } = ScalarType.Float32;
}
