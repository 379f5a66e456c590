namespace AdapterBridge.Client;

/// <summary>Bottleneck adapters; the defaults are those of seq_bn. Null leaves a key at its default.</summary>
public sealed record BottleneckConfig : AdapterConfig
{
    /// <summary>Whether an adapter follows self-attention. Default false.</summary>
    public bool? MhAdapter { get; init; }

    /// <summary>Whether an adapter follows the feed-forward part. Default true.</summary>
    public bool? OutputAdapter { get; init; }

    /// <summary>Hidden size divided by the bottleneck's size. Default 16.</summary>
    public ReductionFactor? ReductionFactor { get; init; }

    /// <summary>Activation inside the bottleneck; the empty text is the identity. Default "relu".</summary>
    public string? NonLinearity { get; init; }

    /// <summary>Whether the layer's own residual and norm come before the adapter. Default true.</summary>
    public bool? OriginalLnBefore { get; init; }

    /// <summary>Whether the layer's own residual and norm come after the adapter. Default true.</summary>
    public bool? OriginalLnAfter { get; init; }

    /// <summary>Whether a new norm precedes the bottleneck. Default false.</summary>
    public bool? LnBefore { get; init; }

    /// <summary>Whether a new norm follows the bottleneck. Default false.</summary>
    public bool? LnAfter { get; init; }

    /// <summary>How weights start: "bert", "mam_adapter" or "houlsby". Default "bert".</summary>
    public string? InitWeights { get; init; }

    /// <summary>Seed that every module starts from; unset draws each anew.</summary>
    public long? InitWeightsSeed { get; init; }

    /// <summary>Whether the adapter takes the input of the part that it stands beside. Default false.</summary>
    public bool? IsParallel { get; init; }

    /// <summary>A constant.</summary>
    public double? Scaling { get; init; }

    /// <summary>Learned: "learned" for one number, "channel" for one a channel.</summary>
    public string? LearnedScaling { get; init; }

    /// <summary>Whether a learned gate weighs the adapter's output. Default false.</summary>
    public bool? UseGating { get; init; }

    /// <summary>Before the layer's norm, or after it.</summary>
    public bool? ResidualBeforeLn { get; init; }

    /// <summary>By name: "post_add", after the sum.</summary>
    public string? ResidualAt { get; init; }

    /// <summary>Whether the residual around the adapter is added before its new norm. Default false.</summary>
    public bool? AdapterResidualBeforeLn { get; init; }

    /// <summary>Invertible adapter after the embeddings: "nice" or "glow"; unset for none.</summary>
    public string? InvAdapter { get; init; }

    /// <summary>Half the hidden size divided by the invertible adapter's bottleneck.</summary>
    public double? InvAdapterReductionFactor { get; init; }

    /// <summary>Whether an adapter follows cross-attention. Default false.</summary>
    public bool? CrossAdapter { get; init; }

    /// <summary>Layers, counted from 0, that get no adapter.</summary>
    public IReadOnlyList<int>? LeaveOut { get; init; }

    /// <summary>Dropout in the adapter, in [0, 1]. Default 0.</summary>
    public double? Dropout { get; init; }

    /// <summary>Whether projections are hypercomplex (Compacter). Default false.</summary>
    public bool? PhmLayer { get; init; }

    /// <summary>Number of terms of the Kronecker sum; it divides the layer's sizes. Default 4.</summary>
    public int? PhmDim { get; init; }

    /// <summary>Whether the hypercomplex weights are products of two thin matrices. Default true.</summary>
    public bool? FactorizedPhmW { get; init; }

    /// <summary>Whether all layers share the hypercomplex weights. Default false.</summary>
    public bool? SharedWPhm { get; init; }

    /// <summary>Whether all layers share the rule. Default true.</summary>
    public bool? SharedPhmRule { get; init; }

    /// <summary>Whether the rule is a product of two vectors. Default false.</summary>
    public bool? FactorizedPhmRule { get; init; }

    /// <summary>How the rule starts: "normal" or "uniform". Default "normal".</summary>
    public string? PhmCInit { get; init; }

    /// <summary>Standard deviation of a rule that starts normal. Default 0.0001.</summary>
    public double? PhmInitRange { get; init; }

    /// <summary>Whether the rule is trained. Default true.</summary>
    public bool? LearnPhm { get; init; }

    /// <summary>How hypercomplex weights start: "phm", "glorot-normal", "glorot-uniform" or "normal". Default "glorot-uniform".</summary>
    public string? HypercomplexNonlinearity { get; init; }

    /// <summary>Rank of factorised hypercomplex weights, in [1, 4096]. Default 1.</summary>
    public int? PhmRank { get; init; }

    /// <summary>Whether hypercomplex projections have a bias. Default true.</summary>
    public bool? PhmBias { get; init; }

    /// <summary>Probability of dropping the adapter in a training step, in [0, 1]. Default 0.</summary>
    public double? StochasticDepth { get; init; }

    internal static BottleneckConfig From(Wire.BottleneckConfig m) => new()
    {
        MhAdapter = m.HasMhAdapter ? m.MhAdapter : null,
        OutputAdapter = m.HasOutputAdapter ? m.OutputAdapter : null,
        ReductionFactor = global::AdapterBridge.Client.ReductionFactor.From(m.ReductionFactor),
        NonLinearity = m.HasNonLinearity ? m.NonLinearity : null,
        OriginalLnBefore = m.HasOriginalLnBefore ? m.OriginalLnBefore : null,
        OriginalLnAfter = m.HasOriginalLnAfter ? m.OriginalLnAfter : null,
        LnBefore = m.HasLnBefore ? m.LnBefore : null,
        LnAfter = m.HasLnAfter ? m.LnAfter : null,
        InitWeights = m.HasInitWeights ? m.InitWeights : null,
        InitWeightsSeed = m.HasInitWeightsSeed ? m.InitWeightsSeed : null,
        IsParallel = m.HasIsParallel ? m.IsParallel : null,
        Scaling = m.HasScaling ? m.Scaling : null,
        LearnedScaling = m.HasLearnedScaling ? m.LearnedScaling : null,
        UseGating = m.HasUseGating ? m.UseGating : null,
        ResidualBeforeLn = m.HasResidualBeforeLn ? m.ResidualBeforeLn : null,
        ResidualAt = m.HasResidualAt ? m.ResidualAt : null,
        AdapterResidualBeforeLn = m.HasAdapterResidualBeforeLn ? m.AdapterResidualBeforeLn : null,
        InvAdapter = m.HasInvAdapter ? m.InvAdapter : null,
        InvAdapterReductionFactor = m.HasInvAdapterReductionFactor ? m.InvAdapterReductionFactor : null,
        CrossAdapter = m.HasCrossAdapter ? m.CrossAdapter : null,
        LeaveOut = m.LeaveOut.Count > 0 ? [.. m.LeaveOut] : null,
        Dropout = m.HasDropout ? m.Dropout : null,
        PhmLayer = m.HasPhmLayer ? m.PhmLayer : null,
        PhmDim = m.HasPhmDim ? m.PhmDim : null,
        FactorizedPhmW = m.HasFactorizedPhmW ? m.FactorizedPhmW : null,
        SharedWPhm = m.HasSharedWPhm ? m.SharedWPhm : null,
        SharedPhmRule = m.HasSharedPhmRule ? m.SharedPhmRule : null,
        FactorizedPhmRule = m.HasFactorizedPhmRule ? m.FactorizedPhmRule : null,
        PhmCInit = m.HasPhmCInit ? m.PhmCInit : null,
        PhmInitRange = m.HasPhmInitRange ? m.PhmInitRange : null,
        LearnPhm = m.HasLearnPhm ? m.LearnPhm : null,
        HypercomplexNonlinearity = m.HasHypercomplexNonlinearity ? m.HypercomplexNonlinearity : null,
        PhmRank = m.HasPhmRank ? m.PhmRank : null,
        PhmBias = m.HasPhmBias ? m.PhmBias : null,
        StochasticDepth = m.HasStochasticDepth ? m.StochasticDepth : null,
    };

    internal Wire.BottleneckConfig Fill()
    {
        var m = new Wire.BottleneckConfig();
        if (MhAdapter is { } mhAdapter) m.MhAdapter = mhAdapter;
        if (OutputAdapter is { } outputAdapter) m.OutputAdapter = outputAdapter;
        m.ReductionFactor = ReductionFactor?.ToMessage();
        if (NonLinearity is { } nonLinearity) m.NonLinearity = nonLinearity;
        if (OriginalLnBefore is { } originalLnBefore) m.OriginalLnBefore = originalLnBefore;
        if (OriginalLnAfter is { } originalLnAfter) m.OriginalLnAfter = originalLnAfter;
        if (LnBefore is { } lnBefore) m.LnBefore = lnBefore;
        if (LnAfter is { } lnAfter) m.LnAfter = lnAfter;
        if (InitWeights is { } initWeights) m.InitWeights = initWeights;
        if (InitWeightsSeed is { } initWeightsSeed) m.InitWeightsSeed = initWeightsSeed;
        if (IsParallel is { } isParallel) m.IsParallel = isParallel;
        if (Scaling is { } scaling) m.Scaling = scaling;
        if (LearnedScaling is { } learnedScaling) m.LearnedScaling = learnedScaling;
        if (UseGating is { } useGating) m.UseGating = useGating;
        if (ResidualBeforeLn is { } residualBeforeLn) m.ResidualBeforeLn = residualBeforeLn;
        if (ResidualAt is { } residualAt) m.ResidualAt = residualAt;
        if (AdapterResidualBeforeLn is { } adapterResidualBeforeLn) m.AdapterResidualBeforeLn = adapterResidualBeforeLn;
        if (InvAdapter is { } invAdapter) m.InvAdapter = invAdapter;
        if (InvAdapterReductionFactor is { } invAdapterReductionFactor) m.InvAdapterReductionFactor = invAdapterReductionFactor;
        if (CrossAdapter is { } crossAdapter) m.CrossAdapter = crossAdapter;
        if (LeaveOut is not null) m.LeaveOut.Add(LeaveOut);
        if (Dropout is { } dropout) m.Dropout = dropout;
        if (PhmLayer is { } phmLayer) m.PhmLayer = phmLayer;
        if (PhmDim is { } phmDim) m.PhmDim = phmDim;
        if (FactorizedPhmW is { } factorizedPhmW) m.FactorizedPhmW = factorizedPhmW;
        if (SharedWPhm is { } sharedWPhm) m.SharedWPhm = sharedWPhm;
        if (SharedPhmRule is { } sharedPhmRule) m.SharedPhmRule = sharedPhmRule;
        if (FactorizedPhmRule is { } factorizedPhmRule) m.FactorizedPhmRule = factorizedPhmRule;
        if (PhmCInit is { } phmCInit) m.PhmCInit = phmCInit;
        if (PhmInitRange is { } phmInitRange) m.PhmInitRange = phmInitRange;
        if (LearnPhm is { } learnPhm) m.LearnPhm = learnPhm;
        if (HypercomplexNonlinearity is { } hypercomplexNonlinearity) m.HypercomplexNonlinearity = hypercomplexNonlinearity;
        if (PhmRank is { } phmRank) m.PhmRank = phmRank;
        if (PhmBias is { } phmBias) m.PhmBias = phmBias;
        if (StochasticDepth is { } stochasticDepth) m.StochasticDepth = stochasticDepth;
        return m;
    }

    internal override Wire.AdapterConfig ToMessage() => new() { Bottleneck = Fill() };
}
