using System.Runtime.Intrinsics.X86;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Bridge.Torch.Native;

/// <summary>oneDNN's linear map, with an activation in the same pass where one is asked for; without one MKL's, where that is faster.</summary>
internal static unsafe class OneDnn
{
    /// <summary>
    /// Whether these tensors have the kernel: on the CPU, all of one type, float32 or (with AVX-512) bfloat16. A weight that is a part of another one's columns runs a thousand times
    /// slower in it: not supported.
    /// </summary>
    public static bool Supports(Tensor x, Tensor weight, Tensor? bias)
    {
        var type = x.dtype;
        if (type != ScalarType.Float32 && !(type == ScalarType.BFloat16 && Avx512BW.IsSupported)) return false;
        return x.device_type == DeviceType.CPU && weight.device_type == DeviceType.CPU && weight.dtype == type && (bias is null || bias.dtype == type)
            && weight.dim() == 2 && x.dim() >= 2 && x.shape[^1] == weight.shape[1] && x.NumberOfElements > 0 && weight.NumberOfElements > 0 && IsDense(weight);
    }

    // Rows one after another, or columns.
    private static bool IsDense(Tensor weight)
    {
        var (rows, columns) = (weight.shape[0], weight.shape[1]);
        var (down, right) = (weight.stride(0), weight.stride(1));
        return (right == 1 && down == columns) || (down == 1 && right == rows) || weight.is_contiguous();
    }

    /// <summary>x W^T + b, not recorded. x (..., in), weight (out, in), bias (out): (..., out).</summary>
    public static Tensor Linear(Tensor x, Tensor weight, Tensor? bias, ReadOnlySpan<byte> activation, ReadOnlySpan<byte> algorithm)
    {
        using var off = new NoGrad();
        Tensor? copy = x.is_contiguous() ? null : x.contiguous();
        try
        {
            nint result, biasHandle = bias?.Handle ?? 0;
            int status;
            fixed (byte* attribute = activation)
            fixed (byte* variant = algorithm)
            {
                status = Aoti.LinearPointwise((copy ?? x).Handle, weight.Handle, bias is null ? null : &biasHandle, attribute, null, 0, &variant, &result);
            }
            GC.KeepAlive(weight);
            GC.KeepAlive(bias);
            // The stable functions keep libtorch's message to themselves: the ordinary operator works or says why not.
            if (status != 0) return WithActivation(nn.functional.linear(x, weight, bias), activation, algorithm);
            return Tensor.UnsafeCreateTensor(result);
        }
        finally
        {
            copy?.Dispose();
        }
    }

    /// <summary>
    /// x W^T + b, not recorded. MKL's AVX-512 code is faster where the weight lies in rows and nothing is fused: Zen 5, 2 threads, 768 x 768 in GFLOP/s: 372 against 339 with 1,024 rows, 189 against 107 with 16.
    /// </summary>
    public static Tensor Linear(Tensor x, Tensor weight, Tensor? bias)
    {
        if (!TorchRuntime.Report.MklLinear || x.dtype != ScalarType.Float32 || weight.stride(1) != 1) return Linear(x, weight, bias, "none"u8, "none"u8);
        using var off = new NoGrad();
        return nn.functional.linear(x, weight, bias);
    }

    private static Tensor WithActivation(Tensor linear, ReadOnlySpan<byte> activation, ReadOnlySpan<byte> algorithm)
    {
        if (activation.SequenceEqual("none"u8)) return linear;
        using (linear)
        {
            return activation.SequenceEqual("relu"u8) ? linear.relu() : nn.functional.gelu(linear, algorithm.SequenceEqual("tanh"u8) ? GELU.Approximate.tanh : GELU.Approximate.none);
        }
    }
}
