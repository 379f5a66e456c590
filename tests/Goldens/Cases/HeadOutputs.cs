using Bridge.Models.Heads;

namespace Goldens.Cases;

/// <summary>What a head gives and takes, by the names of cases.</summary>
internal static class HeadOutputs
{
    private const long Ignored = -100;

    /// <summary>Keeps a head's logits under the names that the reference gives them. Takes the tensor over.</summary>
    public static void Add(CaseOutputs named, HeadConfig config, Tensor logits, string prefix)
    {
        if (config is DependencyParsingHeadConfig)
        {
            using (logits)
            {
                named.Add(prefix + "arc_preds", logits.select(3, 0));
                named.Add(prefix + "rel_preds", logits.narrow(3, 1, logits.shape[3] - 1));
            }
            return;
        }
        if (config is not QuestionAnsweringHeadConfig)
        {
            named.Add(prefix + "logits", logits);
            return;
        }
        using (logits)
        {
            named.Add(prefix + "start_logits", logits.select(2, 0));
            named.Add(prefix + "end_logits", logits.select(2, 1));
        }
    }

    /// <summary>The logits as the head gave them. The caller's.</summary>
    public static Tensor Logits(CaseOutputs outputs, HeadConfig config, string prefix) => config is QuestionAnsweringHeadConfig
        ? stack([outputs[prefix + "start_logits"], outputs[prefix + "end_logits"]], 2)
        : config is DependencyParsingHeadConfig ? Packed(outputs[prefix + "arc_preds"], outputs[prefix + "rel_preds"]) : outputs[prefix + "logits"].alias();

    private static Tensor Packed(Tensor arcs, Tensor relations)
    {
        using var wide = arcs.unsqueeze(-1);
        return cat([wide, relations], -1);
    }

    /// <summary>Targets as the head takes them: the reference leaves padding out of a tagging loss by itself. The caller's.</summary>
    public static Tensor Labels(CaseInputs inputs, HeadConfig config)
    {
        if (config is QuestionAnsweringHeadConfig)
        {
            // The reference limits positions in place: by the time a prompt lengthens the input, the recorded ones are within the input without it.
            using var positions = stack([inputs.Targets["start_positions"].reshape(-1), inputs.Targets["end_positions"].reshape(-1)], 1);
            return positions.clamp(0, (inputs.Model.InputIds ?? inputs.Model.InputsEmbeds)!.shape[1]);
        }
        if (config is DependencyParsingHeadConfig) return stack([inputs.Targets["labels_arcs"], inputs.Targets["labels_rels"]], 2);
        var labels = inputs.Targets["labels"];
        if (config is not TaggingHeadConfig || inputs.Model.AttentionMask is not { } mask) return labels.alias();
        using var padding = mask != 1;
        return labels.masked_fill(padding, Ignored);
    }
}
