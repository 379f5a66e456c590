using Bridge.Core;
using TorchSharp;
using static TorchSharp.torch;

namespace Bridge.Torch.Parameters;

/// <summary>
/// Fresh parameters. Each draws from a generator of its own, forked from the seed by the parameter's name, so the values do not depend on what else is
/// created or in which order. Values are drawn in float32 on the CPU: a seed means the same on every device.
/// </summary>
public sealed class SeededParameterSource(RandomSource seed, Device device, ScalarType dataType) : ParameterSource
{
    /// <inheritdoc/>
    protected override Tensor Make(string name, Shape shape, Initializer initializer, RandomSource? random)
    {
        using var drawn = Draw(shape, initializer, random ?? seed.Fork(name));
        using var moved = drawn.to(dataType, device, copy: true);
        return moved.detach();
    }

    private Tensor Draw(Shape shape, Initializer initializer, RandomSource source)
    {
        if (initializer is Initializer.Computed computed)
        {
            var value = computed.Make(device);
            if (new Shape(value.shape) == shape) return value;
            value.Dispose();
            throw BridgeException.Of(ErrorCode.Internal, ErrorReason.InvariantBroken, $"a computed initial value has shape {new Shape(value.shape)}, not {shape}");
        }
        if (initializer is Initializer.Constant constant) return full(shape.Dimensions, constant.Value, dtype: ScalarType.Float32, device: CPU);
        using var generator = Generators.From(source, CPU);
        var tensor = empty(shape.Dimensions, dtype: ScalarType.Float32, device: CPU);
        switch (initializer)
        {
            case Initializer.Normal normal:
                tensor.normal_(0, normal.StandardDeviation, generator);
                break;
            case Initializer.TruncatedNormal truncated:
                Truncated(tensor, truncated, generator);
                break;
            case Initializer.Uniform uniform:
                tensor.uniform_(uniform.Low, uniform.High, generator);
                break;
            case Initializer.KaimingUniform kaiming:
                var bound = Math.Sqrt(2 / (1 + kaiming.NegativeSlope * kaiming.NegativeSlope)) * Math.Sqrt(3.0 / FanIn(shape));
                tensor.uniform_(-bound, bound, generator);
                break;
            case Initializer.LinearBias bias:
                var limit = bias.FanIn > 0 ? 1 / Math.Sqrt(bias.FanIn) : 0;
                tensor.uniform_(-limit, limit, generator);
                break;
            case Initializer.Orthogonal:
                tensor.normal_(0, 1, generator);
                return Orthonormal(tensor);
            default:
                tensor.Dispose();
                throw BridgeException.Of(ErrorCode.Internal, ErrorReason.InvariantBroken, $"initializer {initializer} is not known");
        }
        return tensor;
    }

    // Inverse transform, as torch.nn.init.trunc_normal_: uniform in the image of the bounds, through the inverse error function, scaled, clamped.
    private static void Truncated(Tensor tensor, Initializer.TruncatedNormal truncated, Generator generator)
    {
        var edge = ErrorFunction(truncated.Bound / truncated.StandardDeviation / Math.Sqrt(2));
        tensor.uniform_(-edge, edge, generator);
        tensor.erfinv_();
        tensor.mul_(truncated.StandardDeviation * Math.Sqrt(2));
        tensor.clamp_(-truncated.Bound, truncated.Bound);
    }

    private static Tensor Orthonormal(Tensor normal)
    {
        using (normal)
        {
            var (q, r) = linalg.qr(normal);
            using (q)
            using (r)
            using (var diagonal = r.diagonal())
            using (var signs = diagonal.sign())
                return q * signs;
        }
    }

    private static double ErrorFunction(double x)
    {
        using var value = torch.tensor(x, dtype: ScalarType.Float64, device: CPU);
        using var result = value.erf();
        return result.ToDouble();
    }

    // Of a weight (out, in, ...): fan_in = in * rest, as torch.nn.init counts.
    private static double FanIn(Shape shape) => shape.Rank < 2 ? shape.ElementCount : shape.ElementCount / (double)shape[0];
}
