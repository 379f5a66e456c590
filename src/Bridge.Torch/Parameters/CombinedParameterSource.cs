using Bridge.Core;
using static TorchSharp.torch;

namespace Bridge.Torch.Parameters;

/// <summary>
/// Weighted sums of the tensors of several modules of one configuration. Such modules have the same tensors in the same order, so the n-th that is asked for is made of the
/// n-th of each. Not recorded.
/// </summary>
public class CombinedParameterSource(IReadOnlyList<(IReadOnlyList<Tensor> Tensors, double Weight)> parts) : ParameterSource
{
    private int _next;

    /// <summary>What is combined.</summary>
    protected IReadOnlyList<(IReadOnlyList<Tensor> Tensors, double Weight)> Parts => parts;

    /// <inheritdoc/>
    protected sealed override Tensor Make(string name, Shape shape, Initializer initializer, RandomSource? random)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var value = Combine(_next++, name).contiguous();
        if (new Shape(value.shape) != shape)
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"\"{name}\": the parts come to shape {new Shape(value.shape)} where {shape} is expected",
                ("tensor", name), ("shape", new Shape(value.shape).ToString()), ("allowed", shape.ToString()));
        return value.DetachFromDisposeScope();
    }

    /// <summary>The tensor number <paramref name="at"/> of the result, called <paramref name="name"/>.</summary>
    protected virtual Tensor Combine(int at, string name) => Sum(at, weight => weight);

    /// <summary>The sum of the parts' tensors of that number, weights changed by <paramref name="weigh"/>.</summary>
    protected Tensor Sum(int at, Func<double, double> weigh)
    {
        var sum = parts[0].Tensors[at] * weigh(parts[0].Weight);
        foreach (var (tensors, weight) in parts.Skip(1)) sum = sum + tensors[at] * weigh(weight);
        return sum;
    }
}
