using TorchSharp;
using Xunit;
using Xunit.Sdk;
using static TorchSharp.torch;

namespace TestKit;

/// <summary>Compares tensors by value and says where they differ most.</summary>
public static class TensorAssert
{
    /// <summary>Same shape, and every |actual - expected| at most tolerance * (1 + |expected|); NaN equals NaN.</summary>
    public static void Close(Tensor expected, Tensor actual, double tolerance)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(expected.shape, actual.shape);
        if (expected.NumberOfElements == 0) return;
        var wanted = expected.detach().cpu().to(ScalarType.Float64).reshape(-1);
        var found = actual.detach().cpu().to(ScalarType.Float64).reshape(-1);
        var excess = (found - wanted).abs() / (wanted.abs() + 1);
        excess = where(wanted.isnan() & found.isnan(), zeros_like(excess), excess.nan_to_num(nan: double.PositiveInfinity, posinf: double.PositiveInfinity));
        excess = where(wanted == found, zeros_like(excess), excess);
        var worst = excess.max().ToDouble();
        if (worst <= tolerance) return;
        var at = excess.argmax().ToInt64();
        throw new XunitException($"tensors of shape ({string.Join(", ", expected.shape)}) differ most at element {at}: expected {wanted[at].ToDouble():R}, "
            + $"found {found[at].ToDouble():R}; relative error {worst:E3} is above {tolerance:E1}");
    }

    /// <summary>Same bytes, shape and element type.</summary>
    public static void Same(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.dtype, actual.dtype);
        Assert.Equal(expected.shape, actual.shape);
        Assert.True(expected.Equals(actual), "tensors differ");
    }
}
