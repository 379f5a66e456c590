using Bridge.Core;
using static TorchSharp.torch;

namespace Bridge.Torch.Tests;

/// <summary>Tensors of reproducible numbers.</summary>
internal static class Rand
{
    public static Tensor Normal(string name, long[] shape, ScalarType type = ScalarType.Float32, bool grad = false, double scale = 1)
    {
        using var generator = Generators.From(new RandomSource(11).Fork(name), CPU);
        using var numbers = randn(shape, ScalarType.Float64, CPU, generator: generator) * scale;
        return numbers.to(type).requires_grad_(grad);
    }
}
