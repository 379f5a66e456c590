namespace AdapterBridge.Client;

/// <summary>Interventions on hidden states; the defaults are those of loreft. Null leaves a key at its default.</summary>
public sealed record ReftConfig : AdapterConfig
{
    /// <summary>Layers, counted from 0, whose output is changed; empty for all.</summary>
    public IReadOnlyList<int>? Layers { get; init; }

    /// <summary>Number of positions at the start that are changed. Default 3.</summary>
    public int? PrefixPositions { get; init; }

    /// <summary>Number of positions at the end that are changed. Default 0.</summary>
    public int? SuffixPositions { get; init; }

    /// <summary>Rank of the subspace, in [1, 4096]. Default 1.</summary>
    public int? R { get; init; }

    /// <summary>Whether the projection's rows stay orthonormal. Default true.</summary>
    public bool? Orthogonality { get; init; }

    /// <summary>Whether start and end share parameters. Default false.</summary>
    public bool? TiedWeights { get; init; }

    /// <summary>Whether the input's projection is subtracted (DiReFT does not). Default true.</summary>
    public bool? SubtractProjection { get; init; }

    /// <summary>Dropout on the intervention, in [0, 1]. Default 0.05.</summary>
    public double? Dropout { get; init; }

    /// <summary>Activation of the learned source; unset or empty is the identity.</summary>
    public string? NonLinearity { get; init; }

    /// <summary>Data type of the parameters; unspecified is the model's.</summary>
    public DataType? Dtype { get; init; }

    /// <summary>Whether the method acts at all. Default true.</summary>
    public bool? OutputReft { get; init; }

    /// <summary>Seed that every module starts from; unset draws each anew.</summary>
    public long? InitWeightsSeed { get; init; }

    internal static ReftConfig From(Wire.ReftConfig m) => new()
    {
        Layers = m.Layers.Count > 0 ? [.. m.Layers] : null,
        PrefixPositions = m.HasPrefixPositions ? m.PrefixPositions : null,
        SuffixPositions = m.HasSuffixPositions ? m.SuffixPositions : null,
        R = m.HasR ? m.R : null,
        Orthogonality = m.HasOrthogonality ? m.Orthogonality : null,
        TiedWeights = m.HasTiedWeights ? m.TiedWeights : null,
        SubtractProjection = m.HasSubtractProjection ? m.SubtractProjection : null,
        Dropout = m.HasDropout ? m.Dropout : null,
        NonLinearity = m.HasNonLinearity ? m.NonLinearity : null,
        Dtype = m.Dtype == 0 ? null : (DataType)m.Dtype,
        OutputReft = m.HasOutputReft ? m.OutputReft : null,
        InitWeightsSeed = m.HasInitWeightsSeed ? m.InitWeightsSeed : null,
    };

    internal Wire.ReftConfig Fill()
    {
        var m = new Wire.ReftConfig();
        if (Layers is not null) m.Layers.Add(Layers);
        if (PrefixPositions is { } prefixPositions) m.PrefixPositions = prefixPositions;
        if (SuffixPositions is { } suffixPositions) m.SuffixPositions = suffixPositions;
        if (R is { } r) m.R = r;
        if (Orthogonality is { } orthogonality) m.Orthogonality = orthogonality;
        if (TiedWeights is { } tiedWeights) m.TiedWeights = tiedWeights;
        if (SubtractProjection is { } subtractProjection) m.SubtractProjection = subtractProjection;
        if (Dropout is { } dropout) m.Dropout = dropout;
        if (NonLinearity is { } nonLinearity) m.NonLinearity = nonLinearity;
        if (Dtype is { } dtype) m.Dtype = (Wire.DataType)dtype;
        if (OutputReft is { } outputReft) m.OutputReft = outputReft;
        if (InitWeightsSeed is { } initWeightsSeed) m.InitWeightsSeed = initWeightsSeed;
        return m;
    }

    internal override Wire.AdapterConfig ToMessage() => new() { Reft = Fill() };
}
