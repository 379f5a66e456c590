using Bridge.Core;

namespace Bridge.Configuration;

/// <summary>Representation fine-tuning: LoReFT (the defaults here), NoReFT, DiReFT.</summary>
public sealed record ReftConfig : AdapterConfig
{
    /// <summary>Layers whose output is changed.</summary>
    public LayerSelection Layers { get; init; } = LayerSelection.All;

    /// <summary>Number of positions at the start that are changed.</summary>
    public int PrefixPositions { get; init; } = 3;

    /// <summary>Number of positions at the end that are changed.</summary>
    public int SuffixPositions { get; init; }

    /// <summary>Rank of the subspace.</summary>
    public int R { get; init; } = 1;

    /// <summary>Whether the projection's rows stay orthonormal.</summary>
    public bool Orthogonality { get; init; } = true;

    /// <summary>Whether start and end share parameters.</summary>
    public bool TiedWeights { get; init; }

    /// <summary>Whether the input's projection is subtracted. The library loses it when it writes a file; ours keeps it.</summary>
    public bool SubtractProjection { get; init; } = true;

    /// <summary>Dropout on the intervention.</summary>
    public double Dropout { get; init; } = 0.05;

    /// <summary>Activation of the learned source; null is the identity.</summary>
    public string? NonLinearity { get; init; }

    /// <summary>Data type of the parameters; null is the model's.</summary>
    public DataType? Dtype { get; init; }

    /// <summary>Whether the method acts at all.</summary>
    public bool OutputReft { get; init; } = true;

    /// <summary>Seed that every module starts from; null draws each anew.</summary>
    public long? InitWeightsSeed { get; init; }

    /// <inheritdoc/>
    public override ConfigDocument ToDocument() => ReftMapping.ToDocument(this);
}
