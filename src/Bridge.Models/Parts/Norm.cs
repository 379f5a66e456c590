using Bridge.Models.Description;

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
    public Tensor Forward(Tensor hidden)
    {
        if (_spec.Kind == NormKind.Layer) return nn.functional.layer_norm(hidden, [Weight.shape[0]], Weight, Bias, _spec.Epsilon);
        using var square = hidden.square();
        using var mean = square.mean([-1], keepdim: true);
        using var scale = (mean + _spec.Epsilon).rsqrt();
        using var normed = hidden * scale;
        return normed * Weight;
    }
}
