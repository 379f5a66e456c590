namespace Bridge.Configuration;

/// <summary>Prefix tuning: learned keys and values before the sequence.</summary>
public sealed record PrefixTuningConfig : AdapterConfig
{
    /// <summary>Whether an encoder's attention gets prefixes.</summary>
    public bool EncoderPrefix { get; init; } = true;

    /// <summary>Whether cross-attention gets prefixes.</summary>
    public bool CrossPrefix { get; init; } = true;

    /// <summary>Layers, counted from 0, that get no prefix.</summary>
    public ValueList<int> LeaveOut { get; init; } = [];

    /// <summary>Whether prefixes are parameters themselves.</summary>
    public bool Flat { get; init; }

    /// <summary>Number of keys and values.</summary>
    public int PrefixLength { get; init; } = 30;

    /// <summary>Hidden size of the MLP that makes the prefixes.</summary>
    public int BottleneckSize { get; init; } = 512;

    /// <summary>Activation of that MLP; null is the identity.</summary>
    public string? NonLinearity { get; init; } = "tanh";

    /// <summary>Dropout on the prefixes.</summary>
    public double Dropout { get; init; }

    /// <summary>Whether a learned gate weighs the prefixes.</summary>
    public bool UseGating { get; init; }

    /// <summary>Whether keys and values share one gate.</summary>
    public bool SharedGating { get; init; } = true;

    /// <summary>Seed that every module starts from; null draws each anew.</summary>
    public long? InitWeightsSeed { get; init; }

    /// <inheritdoc/>
    public override ConfigDocument ToDocument() => PrefixMapping.ToDocument(this);
}
