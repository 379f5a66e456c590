using Bridge.Core;

namespace Bridge.Configuration;

/// <summary>What LoRA and MTL-LoRA share.</summary>
public abstract record LoraFamilyConfig : AdapterConfig
{
    private protected LoraFamilyConfig()
    {
    }

    /// <summary>Whether the attention's projections are adapted.</summary>
    public bool SelfattnLora { get; init; } = true;

    /// <summary>Whether the feed-forward part's first projection is adapted.</summary>
    public bool IntermediateLora { get; init; }

    /// <summary>Whether the feed-forward part's second projection is adapted.</summary>
    public bool OutputLora { get; init; }

    /// <summary>Layers, counted from 0, that get no LoRA.</summary>
    public ValueList<int> LeaveOut { get; init; } = [];

    /// <summary>Rank of the update.</summary>
    public int R { get; init; } = 8;

    /// <summary>Numerator of the factor alpha / r on the update.</summary>
    public double Alpha { get; init; } = 8;

    /// <summary>Dropout on the update's input.</summary>
    public double Dropout { get; init; }

    /// <summary>Which projections of attention are adapted: any of q, k, v, o.</summary>
    public ValueList<string> AttnMatrices { get; init; } = ["q", "v"];

    /// <summary>Whether the update is added to the weight or scales its output.</summary>
    public LoraComposition CompositionMode { get; init; }

    /// <summary>How weights start.</summary>
    public LoraInit InitWeights { get; init; }

    /// <summary>Seed that every module starts from; null draws each anew.</summary>
    public long? InitWeightsSeed { get; init; }

    /// <summary>Whether a learned gate weighs the update.</summary>
    public bool UseGating { get; init; }

    /// <summary>Whether the weight is split into magnitude and direction.</summary>
    public bool UseDora { get; init; }

    /// <summary>First value of VeRA's vector d; null is no VeRA.</summary>
    public VeraValue? VeraD { get; init; }

    /// <summary>First value of VeRA's vector b; null is no VeRA.</summary>
    public VeraValue? VeraB { get; init; }

    /// <summary>Data type of the parameters; null is the model's.</summary>
    public DataType? Dtype { get; init; }
}
