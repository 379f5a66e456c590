using Bridge.Core;
using Bridge.Models.Heads;

namespace Bridge.Engine.Heads;

/// <summary>Between the engine's heads and those of the models.</summary>
internal static class HeadSpecs
{
    public static HeadConfig ToConfig(HeadSpec spec)
    {
        if (spec.Labels is { } labels)
        {
            if (labels.Count != spec.NumLabels)
                throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"head: {labels.Count} label names for {spec.NumLabels} labels", ("labels", labels.Count), ("num_labels", spec.NumLabels));
            if (labels.Distinct(StringComparer.Ordinal).Count() != labels.Count)
                throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, "head: a label name stands twice; names must differ", ("labels", string.Join(", ", labels)));
        }
        return new ClassificationHeadConfig(spec.NumLabels, spec.Layers, spec.ActivationFunction, spec.Multilabel, spec.UsePooler, spec.Bias, spec.DropoutProb)
        {
            LabelIds = spec.Labels?.Select((name, id) => (name, id)).ToDictionary(l => l.name, l => l.id),
        };
    }

    public static HeadSpec FromConfig(HeadConfig config)
    {
        var labels = config.LabelIds?.OrderBy(l => l.Value).Select(l => l.Key).ToArray();
        return config is ClassificationHeadConfig c
            ? new HeadSpec
            {
                NumLabels = c.NumLabels,
                Layers = c.Layers,
                ActivationFunction = c.ActivationFunction,
                Multilabel = c.Multilabel,
                UsePooler = c.UsePooler,
                Bias = c.Bias,
                DropoutProb = c.DropoutProb,
                Labels = labels,
            }
            : new HeadSpec { Labels = labels };
    }
}
