using Bridge.Torch.Autograd;
using Bridge.Torch.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Bridge.Torch;

/// <summary>Root mean square norm (Zhang and Sennrich 2019, arXiv:1910.07467): y = x / sqrt(mean(x^2) + epsilon) w over the last dimension.</summary>
public static class RmsNorm
{
    /// <summary>x (..., size), weight (size): the same shape as x.</summary>
    public static Tensor Apply(Tensor x, Tensor weight, double epsilon, Execution execution = Execution.Fused)
    {
        if (execution == Execution.Composite || !Supports(x, weight)) return Composite(x, weight, epsilon);
        var node = FunctionNode.IsRecorded(x) ? new RmsNormNode(x, weight, epsilon) : null;
        var output = Run(x, weight, epsilon);
        return node is null ? output : node.Attach(output, x);
    }

    private static bool Supports(Tensor x, Tensor weight) => x.device_type == DeviceType.CPU && x.dtype == ScalarType.Float32 && weight.dtype == ScalarType.Float32 && weight.device_type == DeviceType.CPU
        && !weight.requires_grad && x.NumberOfElements > 0 && x.shape[^1] == weight.shape[0] && weight.is_contiguous();

    private static Tensor Run(Tensor x, Tensor weight, double epsilon)
    {
        using var off = new NoGrad();
        using var rows = x.contiguous();
        var y = empty_like(rows, requires_grad: false);
        RmsNormKernel.Run(rows, weight, y, epsilon);
        return y;
    }

    private static Tensor Composite(Tensor x, Tensor weight, double epsilon)
    {
        using var square = x.square();
        using var mean = square.mean([-1], keepdim: true);
        using var scale = (mean + epsilon).rsqrt();
        using var normed = x * scale;
        return normed * weight;
    }
}
