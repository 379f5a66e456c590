using Bridge.Core;
using Bridge.Torch.Autograd;
using Bridge.Torch.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Bridge.Torch;

/// <summary>
/// Dropout (Srivastava et al. 2014): y = x m / (1 - p), m Bernoulli(1 - p). On the CPU the mask is a function of seed and position, so that neither form keeps
/// or needs a generator's state; the same source drops the same elements.
/// </summary>
public static class Dropout
{
    /// <summary>x of any shape; <paramref name="probability"/> in [0, 1).</summary>
    public static Tensor Apply(Tensor x, double probability, RandomSource source, Execution execution = Execution.Fused)
    {
        if (probability is not (>= 0 and < 1))
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"dropout: probability {probability} is outside [0, 1)", ("probability", probability));
        if (probability == 0) return x.alias();
        if (execution == Execution.Composite || !Supports(x))
        {
            using var mask = Mask(x, probability, source);
            return x * mask;
        }
        var output = Run(x, probability, source.Seed);
        return FunctionNode.IsRecorded(x) ? new DropoutNode(probability, source.Seed).Attach(output, x) : output;
    }

    internal static bool Supports(Tensor x) => x.device_type == DeviceType.CPU && x.dtype is ScalarType.Float32 or ScalarType.BFloat16;

    /// <summary>Not recorded.</summary>
    internal static Tensor Run(Tensor x, double probability, ulong seed)
    {
        using var off = new NoGrad();
        using var rows = x.contiguous();
        var y = empty_like(rows, requires_grad: false);
        DropoutKernel.Run(rows, y, seed, probability, 1 / (1 - probability));
        return y;
    }

    /// <summary>In place, x contiguous.</summary>
    internal static void RunInPlace(Tensor x, double probability, ulong seed) => DropoutKernel.Run(x, x, seed, probability, 1 / (1 - probability));

    // 0 or 1 / (1 - p).
    private static Tensor Mask(Tensor x, double probability, RandomSource source)
    {
        using var off = new NoGrad();
        if (x.device_type != DeviceType.CPU)
        {
            using var generator = Generators.From(source, x.device);
            return empty(x.shape, x.dtype, x.device).bernoulli_(1 - probability, generator).div_(1 - probability);
        }
        using var kept = ones(x.shape, ScalarType.Float32, x.device);
        DropoutKernel.Run(kept, kept, source.Seed, probability, 1);
        using var typed = kept.to(x.dtype);
        return typed / (1 - probability);
    }
}
