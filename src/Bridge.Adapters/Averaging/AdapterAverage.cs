using System.Text.Json.Nodes;
using Bridge.Configuration;

namespace Bridge.Adapters.Averaging;

/// <summary>Checks what is to be averaged, and gives the configuration of the result and where its tensors come from.</summary>
internal static class AdapterAverage
{
    // What acts in training only does not make adapters different.
    private static readonly string[] Ignored = ["dropout", "init_weights"];

    public static (AdapterConfig Config, AverageParameterSource Source) Of(IReadOnlyList<(Adapter Adapter, double Weight)> parts, AverageOptions options)
    {
        if (parts.Count == 0) throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, "there is no adapter to average; at least one is needed", ("adapters", ""));
        var first = parts[0].Adapter;
        foreach (var (other, _) in parts)
            if (!JsonNode.DeepEquals(Compared(first), Compared(other)))
                throw BridgeException.Invalid(ErrorReason.ArgumentInvalid,
                    $"adapters \"{first.Name}\" and \"{other.Name}\" cannot be averaged: their configurations are {first.Config} and {other.Config}, which must be equal but for dropout and init_weights",
                    ("adapters", $"{first.Name}, {other.Name}"), ("found", other.Config.ToString()), ("allowed", first.Config.ToString()));
        var sum = options.Normalize ? parts.Sum(p => p.Weight) : 1;
        if (sum == 0 || !double.IsFinite(sum))
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"weights have the sum {sum}; it must be finite and not 0 to be divided by", ("weights", string.Join(", ", parts.Select(p => p.Weight))));
        return (Result(first.Config, options), new AverageParameterSource([.. parts.Select(p => (p.Adapter, p.Weight / sum))], options.Strategy, options.Rank));
    }

    private static JsonNode Compared(Adapter adapter)
    {
        var json = adapter.Config.ToJson();
        foreach (var key in Ignored) json.AsObject().Remove(key);
        return json;
    }

    private static AdapterConfig Result(AdapterConfig config, AverageOptions options)
    {
        if (options.Strategy == AverageStrategy.Linear)
            return options.Rank is null ? config : throw Refused(config, "a rank is only for averages by singular values", "rank");
        if (config is not LoraFamilyConfig { CompositionMode: LoraComposition.Add or LoraComposition.Scale } lora)
            throw Refused(config, "only methods of the LoRA family can be averaged otherwise than linearly", "strategy");
        if (lora.VeraD is { IsInteger: false } || lora.VeraB is { IsInteger: false }) throw Refused(config, "VeRA's factors belong to all layers, so only linear averages have a meaning", "strategy");
        if (options.Strategy == AverageStrategy.NegateB) return config;
        if (lora is MtlLoraConfig || lora.CompositionMode == LoraComposition.Scale) throw Refused(config, "it has no change of the form B A of its own", "strategy");
        if (options.Rank is not (> 0 and var rank)) throw Refused(config, "an average by singular values needs a rank of at least 1", "rank");
        return lora with { R = rank };
    }

    private static BridgeException Refused(AdapterConfig config, string why, string what) =>
        BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"{config} cannot be averaged so: {why}", ("config", config.ToString()), ("field", what));
}
