using Bridge.Models.Description;
using Bridge.Torch;

namespace Bridge.Models.Parts;

/// <summary>A norm of hidden states over their last dimension.</summary>
public sealed class Norm
{
    private readonly NormSpec _spec;

    internal Norm(NormSpec spec, Tensor weight, Tensor? bias) => (_spec, Weight, Bias) = (spec, weight, bias);

    /// <summary>Scale, (hidden).</summary>
    public Tensor Weight { get; }

    /// <summary>Shift, (hidden), or null.</summary>
    public Tensor? Bias { get; }

    /// <summary>The normed hidden states.</summary>
    public Tensor Forward(Tensor hidden, Execution execution = Execution.Fused) => _spec.Kind == NormKind.Layer
        ? nn.functional.layer_norm(hidden, [Weight.shape[0]], Weight, Bias, _spec.Epsilon)
        : RmsNorm.Apply(hidden, Weight, _spec.Epsilon, execution);
}
