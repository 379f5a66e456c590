namespace Bridge.Engine;

/// <summary>What works, for an engine or for one model.</summary>
public sealed record CapabilitiesInfo
{
    /// <summary>Every method that configurations can name.</summary>
    public required IReadOnlyList<MethodCapability> Methods { get; init; }

    /// <summary>Composition blocks.</summary>
    public required IReadOnlyList<string> Blocks { get; init; }

    /// <summary>Kinds of heads.</summary>
    public required IReadOnlyList<string> Heads { get; init; }

    /// <summary>Metrics of evaluations.</summary>
    public required IReadOnlyList<string> Metrics { get; init; }

    /// <summary>Learning rate schedules.</summary>
    public required IReadOnlyList<string> Schedules { get; init; }

    /// <summary>The places of the model where adapters can act; empty for the engine.</summary>
    public required IReadOnlyList<string> Slots { get; init; }
}
