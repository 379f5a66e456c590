using static TorchSharp.torch;

namespace Bridge.Training;

/// <summary>The gradient's Euclidean norm over all tensors together, and scaling down to a limit.</summary>
internal static class GradientClip
{
    // The reference's constant: it keeps the division finite and makes a gradient just above the limit a hair smaller.
    private const double Tiny = 1e-6;

    /// <summary>Returns the norm before clipping; a limit of 0 only measures.</summary>
    public static double Apply(IEnumerable<Tensor> parameters, double limit)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var gradients = parameters.Select(parameter => parameter.grad).OfType<Tensor>().ToArray();
        if (gradients.Length == 0) return 0;
        var norms = gradients.Select(gradient => gradient.to_type(ScalarType.Float32).norm()).ToArray();
        var norm = (double)stack(norms).norm().item<float>();
        if (limit <= 0 || !double.IsFinite(norm)) return norm;
        var scale = limit / (norm + Tiny);
        if (scale < 1)
            foreach (var gradient in gradients) gradient.mul_(scale);
        return norm;
    }
}
