using Bridge.Torch.Autograd;
using Bridge.Torch.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Bridge.Torch;

/// <summary>
/// Rotary positions (Su et al. 2021, arXiv:2104.09864) with the halves of a head as pairs: (a, b) becomes (a cos - b sin, b cos + a sin). The tables hold each angle twice, once a half.
/// </summary>
public static class Rotation
{
    /// <summary>x (rows, heads, length, size), cosine and sine (rows or 1, 1, length, turned), turned at most size: the same shape as x; what is beyond the turned part stays.</summary>
    public static Tensor Apply(Tensor x, Tensor cosine, Tensor sine, Execution execution = Execution.Fused)
    {
        if (execution == Execution.Composite || !Supports(x, cosine, sine)) return Composite(x, cosine, sine);
        var node = FunctionNode.IsRecorded(x) ? new RotationNode(cosine, sine) : null;
        var output = Run(x, cosine, sine, 1);
        return node is null ? output : node.Attach(output, x);
    }

    /// <summary>Not recorded; <paramref name="sign"/>: -1 turns back.</summary>
    internal static Tensor Run(Tensor x, Tensor cosine, Tensor sine, float sign)
    {
        using var off = new NoGrad();
        // Heads lie beside each other in what projections give: (rows, length, heads, size).
        using var tokens = x.transpose(1, 2);
        using var rows = tokens.contiguous();
        using var y = empty_like(rows, requires_grad: false);
        RotationKernel.Run(rows, cosine, sine, y, sign);
        return y.transpose(1, 2);
    }

    private static bool Supports(Tensor x, Tensor cosine, Tensor sine) =>
        x.device_type == DeviceType.CPU && x.dtype == ScalarType.Float32 && x.NumberOfElements > 0 && Fits(cosine, x) && Fits(sine, x);

    private static bool Fits(Tensor table, Tensor x) => table.dtype == ScalarType.Float32 && table.device_type == DeviceType.CPU && table.is_contiguous() && !table.requires_grad
        && table.dim() == 4 && (table.shape[0] == 1 || table.shape[0] == x.shape[0]) && table.shape[2] == x.shape[2] && table.shape[3] <= x.shape[3] && table.shape[3] % 2 == 0;

    private static Tensor Composite(Tensor x, Tensor cosine, Tensor sine)
    {
        using var scope = NewDisposeScope();
        var (size, half) = (cosine.shape[3], cosine.shape[3] / 2);
        var turning = x.narrow(-1, 0, size);
        var rotated = cat([turning.narrow(-1, half, half).neg(), turning.narrow(-1, 0, half)], -1);
        var turned = turning * cosine + rotated * sine;
        if (x.shape[3] > size) turned = cat([turned, x.narrow(-1, size, x.shape[3] - size)], -1);
        return turned.MoveToOuterDisposeScope();
    }
}
