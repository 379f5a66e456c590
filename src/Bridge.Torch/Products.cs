using Bridge.Torch.Autograd;
using Bridge.Torch.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Bridge.Torch;

/// <summary>Products of several matrices at once, (n, rows, k) by (n, k, columns).</summary>
public static class Products
{
    /// <summary>sum + left right. Where nothing is recorded the result lies in the sum's memory, which the caller gives up.</summary>
    /// <param name="sum">(n, rows, columns).</param>
    /// <param name="left">(n, rows, k).</param>
    /// <param name="right">(n, k, columns).</param>
    public static Tensor Into(Tensor sum, Tensor left, Tensor right)
    {
        if (FunctionNode.IsRecorded(sum, left, right) || sum.device_type != DeviceType.CPU) return Plus(sum, left, right);
        if (Aoti.AddBatchedProduct(sum.Handle, sum.Handle, left.Handle, right.Handle, 1, 1) != 0) throw Aoti.Failed("a batched product", sum, left, right);
        GC.KeepAlive(left);
        GC.KeepAlive(right);
        return sum.alias();
    }

    /// <summary>sum + left right. The sum may be broadcast. TorchSharp's <c>baddbmm</c> takes the left factor as its object and the sum last, whatever it calls them.</summary>
    public static Tensor Plus(Tensor sum, Tensor left, Tensor right) => left.baddbmm(right, sum);

    /// <summary>
    /// As <c>stack</c>, (n, ...) of n tensors of one shape. libtorch's starts a parallel loop for every tensor that is not small, which takes longer than the copy.
    /// </summary>
    public static unsafe Tensor Stack(IReadOnlyList<Tensor> parts)
    {
        var first = parts[0];
        if (FunctionNode.IsRecorded([.. parts]) || !parts.All(p => p.device_type == DeviceType.CPU && p.is_contiguous() && p.dtype == first.dtype && p.shape.AsSpan().SequenceEqual(first.shape)))
            return stack(parts);
        var result = empty([parts.Count, .. first.shape], first.dtype, first.device);
        var bytes = first.NumberOfElements * first.ElementSize;
        var target = (byte*)Tensors.Address(result);
        foreach (var part in parts)
        {
            Buffer.MemoryCopy((void*)Tensors.Address(part), target, bytes, bytes);
            GC.KeepAlive(part);
            target += bytes;
        }
        return result;
    }
}
