using Bridge.Adapters.Averaging;

namespace Bridge.Engine;

/// <summary>Which adapters are averaged, and how.</summary>
public sealed record AdapterAverageRequest
{
    /// <summary>The model.</summary>
    public required string Model { get; init; }

    /// <summary>The name of the adapter to be.</summary>
    public required string Name { get; init; }

    /// <summary>The adapters, of one configuration but for dropout and initial values.</summary>
    public required IReadOnlyList<string> Adapters { get; init; }

    /// <summary>A weight each; null for equal ones.</summary>
    public IReadOnlyList<double>? Weights { get; init; }

    /// <summary>Whether weights are divided by their sum.</summary>
    public bool Normalize { get; init; } = true;

    /// <summary>linear, lora_linear_only_negate_b or lora_delta_w_svd, as the reference library names them.</summary>
    public string Strategy { get; init; } = "linear";

    /// <summary>The rank of the result, for lora_delta_w_svd alone.</summary>
    public int? Rank { get; init; }

    internal AverageOptions Options => new()
    {
        Normalize = Normalize,
        Rank = Rank,
        Strategy = Strategy switch
        {
            "linear" => AverageStrategy.Linear,
            "lora_linear_only_negate_b" => AverageStrategy.NegateB,
            "lora_delta_w_svd" => AverageStrategy.DeltaSvd,
            _ => throw Core.BridgeException.Invalid(Core.ErrorReason.ArgumentInvalid, $"strategy \"{Strategy}\" is not one of linear, lora_linear_only_negate_b, lora_delta_w_svd",
                ("field", "strategy"), ("value", Strategy), ("allowed", "linear, lora_linear_only_negate_b, lora_delta_w_svd")),
        },
    };
}
