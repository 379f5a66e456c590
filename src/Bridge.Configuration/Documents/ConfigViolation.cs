using Bridge.Core;

namespace Bridge.Configuration;

/// <summary>One thing that is wrong with a configuration.</summary>
/// <param name="Reason">The kind.</param>
/// <param name="Field">Where: <c>lora.r</c>, <c>configs[1].lora.r</c>.</param>
/// <param name="Description">What was found and what is allowed.</param>
public sealed record ConfigViolation(ErrorReason Reason, string Field, string Description)
{
    /// <summary>Where in the text it stands, from 0; null for configurations that are no text.</summary>
    public int? Position { get; init; }

    /// <summary>The nearest name that is known, where this one is not.</summary>
    public string? Nearest { get; init; }

    /// <summary>What was found.</summary>
    public string? Found { get; init; }

    /// <summary>What is allowed.</summary>
    public string? Allowed { get; init; }
}
