namespace Bridge.Configuration;

/// <summary>
/// Bottleneck adapters: <c>seq_bn</c> (the defaults here), <c>double_seq_bn</c>, <c>par_bn</c>, their scaled and invertible forms, Compacter and AdapterPlus
/// are all settings of this one.
/// </summary>
public sealed record BottleneckConfig : AdapterConfig
{
    /// <summary>Whether an adapter follows self-attention.</summary>
    public bool MhAdapter { get; init; }

    /// <summary>Whether an adapter follows the feed-forward part.</summary>
    public bool OutputAdapter { get; init; } = true;

    /// <summary>Hidden size divided by the bottleneck's size.</summary>
    public ReductionFactor ReductionFactor { get; init; } = 16;

    /// <summary>Activation inside the bottleneck; null is the identity.</summary>
    public string? NonLinearity { get; init; } = "relu";

    /// <summary>Whether the layer's own residual connection and norm come before the adapter.</summary>
    public bool OriginalLnBefore { get; init; } = true;

    /// <summary>Whether the layer's own residual connection and norm come after the adapter.</summary>
    public bool OriginalLnAfter { get; init; } = true;

    /// <summary>Whether a new norm precedes the bottleneck.</summary>
    public bool LnBefore { get; init; }

    /// <summary>Whether a new norm follows the bottleneck.</summary>
    public bool LnAfter { get; init; }

    /// <summary>How weights start.</summary>
    public BottleneckInit InitWeights { get; init; }

    /// <summary>Seed that every module starts from; null draws each anew.</summary>
    public long? InitWeightsSeed { get; init; }

    /// <summary>Whether the adapter takes the input of the part that it stands beside.</summary>
    public bool IsParallel { get; init; }

    /// <summary>Factor on the adapter's output.</summary>
    public Scaling Scaling { get; init; } = 1.0;

    /// <summary>Whether a learned gate weighs the adapter's output.</summary>
    public bool UseGating { get; init; }

    /// <summary>Where the residual around the adapter starts.</summary>
    public ResidualPlacement ResidualBeforeLn { get; init; } = ResidualPlacement.BeforeNorm;

    /// <summary>Whether the residual around the adapter is added before its new norm.</summary>
    public bool AdapterResidualBeforeLn { get; init; }

    /// <summary>Invertible adapter after the embeddings; null for none.</summary>
    public InvertibleKind? InvAdapter { get; init; }

    /// <summary>Half the hidden size divided by the invertible adapter's bottleneck.</summary>
    public double? InvAdapterReductionFactor { get; init; }

    /// <summary>Whether an adapter follows cross-attention.</summary>
    public bool CrossAdapter { get; init; }

    /// <summary>Layers, counted from 0, that get no adapter.</summary>
    public ValueList<int> LeaveOut { get; init; } = [];

    /// <summary>Dropout in the adapter.</summary>
    public double Dropout { get; init; }

    /// <summary>Whether projections are hypercomplex.</summary>
    public bool PhmLayer { get; init; }

    /// <summary>Number of terms of the Kronecker sum.</summary>
    public int PhmDim { get; init; } = 4;

    /// <summary>Whether the hypercomplex weights are products of two thin matrices.</summary>
    public bool FactorizedPhmW { get; init; } = true;

    /// <summary>Whether all layers share the hypercomplex weights.</summary>
    public bool SharedWPhm { get; init; }

    /// <summary>Whether all layers share the rule.</summary>
    public bool SharedPhmRule { get; init; } = true;

    /// <summary>Whether the rule is a product of two vectors.</summary>
    public bool FactorizedPhmRule { get; init; }

    /// <summary>How the rule starts.</summary>
    public PhmRuleInit PhmCInit { get; init; }

    /// <summary>Standard deviation of a rule that starts normal.</summary>
    public double PhmInitRange { get; init; } = 0.0001;

    /// <summary>Whether the rule is trained.</summary>
    public bool LearnPhm { get; init; } = true;

    /// <summary>How hypercomplex weights start.</summary>
    public PhmWeightInit HypercomplexNonlinearity { get; init; } = PhmWeightInit.GlorotUniform;

    /// <summary>Rank of factorised hypercomplex weights.</summary>
    public int PhmRank { get; init; } = 1;

    /// <summary>Whether hypercomplex projections have a bias.</summary>
    public bool PhmBias { get; init; } = true;

    /// <summary>Probability of dropping the adapter in a training step.</summary>
    public double StochasticDepth { get; init; }

    /// <inheritdoc/>
    public override ConfigDocument ToDocument() => BottleneckMapping.ToDocument(this);
}
