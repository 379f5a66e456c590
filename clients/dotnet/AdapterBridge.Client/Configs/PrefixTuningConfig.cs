namespace AdapterBridge.Client;

/// <summary>Learned keys and values before the sequence. Null leaves a key at its default.</summary>
public sealed record PrefixTuningConfig : AdapterConfig
{
    /// <summary>Whether an encoder's attention gets prefixes. Default true.</summary>
    public bool? EncoderPrefix { get; init; }

    /// <summary>Whether cross-attention gets prefixes. Default true.</summary>
    public bool? CrossPrefix { get; init; }

    /// <summary>Layers, counted from 0, that get no prefix.</summary>
    public IReadOnlyList<int>? LeaveOut { get; init; }

    /// <summary>Whether prefixes are parameters themselves instead of an MLP's output. Default false.</summary>
    public bool? Flat { get; init; }

    /// <summary>Number of keys and values, in [1, 65536]. Default 30.</summary>
    public int? PrefixLength { get; init; }

    /// <summary>Hidden size of the MLP that makes the prefixes, in [1, 65536]. Default 512.</summary>
    public int? BottleneckSize { get; init; }

    /// <summary>Activation of that MLP; the empty text is the identity. Default "tanh".</summary>
    public string? NonLinearity { get; init; }

    /// <summary>Dropout on the prefixes, in [0, 1]. Default 0.</summary>
    public double? Dropout { get; init; }

    /// <summary>Whether a learned gate weighs the prefixes. Default false.</summary>
    public bool? UseGating { get; init; }

    /// <summary>Whether keys and values share one gate. Default true.</summary>
    public bool? SharedGating { get; init; }

    /// <summary>Seed that every module starts from; unset draws each anew.</summary>
    public long? InitWeightsSeed { get; init; }

    internal static PrefixTuningConfig From(Wire.PrefixTuningConfig m) => new()
    {
        EncoderPrefix = m.HasEncoderPrefix ? m.EncoderPrefix : null,
        CrossPrefix = m.HasCrossPrefix ? m.CrossPrefix : null,
        LeaveOut = m.LeaveOut.Count > 0 ? [.. m.LeaveOut] : null,
        Flat = m.HasFlat ? m.Flat : null,
        PrefixLength = m.HasPrefixLength ? m.PrefixLength : null,
        BottleneckSize = m.HasBottleneckSize ? m.BottleneckSize : null,
        NonLinearity = m.HasNonLinearity ? m.NonLinearity : null,
        Dropout = m.HasDropout ? m.Dropout : null,
        UseGating = m.HasUseGating ? m.UseGating : null,
        SharedGating = m.HasSharedGating ? m.SharedGating : null,
        InitWeightsSeed = m.HasInitWeightsSeed ? m.InitWeightsSeed : null,
    };

    internal Wire.PrefixTuningConfig Fill()
    {
        var m = new Wire.PrefixTuningConfig();
        if (EncoderPrefix is { } encoderPrefix) m.EncoderPrefix = encoderPrefix;
        if (CrossPrefix is { } crossPrefix) m.CrossPrefix = crossPrefix;
        if (LeaveOut is not null) m.LeaveOut.Add(LeaveOut);
        if (Flat is { } flat) m.Flat = flat;
        if (PrefixLength is { } prefixLength) m.PrefixLength = prefixLength;
        if (BottleneckSize is { } bottleneckSize) m.BottleneckSize = bottleneckSize;
        if (NonLinearity is { } nonLinearity) m.NonLinearity = nonLinearity;
        if (Dropout is { } dropout) m.Dropout = dropout;
        if (UseGating is { } useGating) m.UseGating = useGating;
        if (SharedGating is { } sharedGating) m.SharedGating = sharedGating;
        if (InitWeightsSeed is { } initWeightsSeed) m.InitWeightsSeed = initWeightsSeed;
        return m;
    }

    internal override Wire.AdapterConfig ToMessage() => new() { PrefixTuning = Fill() };
}
