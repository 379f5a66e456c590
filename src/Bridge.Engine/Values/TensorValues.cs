using Bridge.Core;
using Bridge.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Bridge.Engine.Values;

/// <summary>Between bytes and libtorch's tensors; both ways copy.</summary>
internal static class TensorValues
{
    /// <summary>The tensor of these bytes on the device. The caller (or its scope) disposes it.</summary>
    public static Tensor ToTensor(string name, TensorValue value, Device device)
    {
        value.Check(name);
        var tensor = empty(value.Shape.Dimensions, Tensors.ToScalarType(value.DataType), CPU);
        value.Data.Span.CopyTo(tensor.bytes);
        if (device.type == DeviceType.CPU) return tensor;
        using (tensor) return tensor.to(device);
    }

    /// <summary>The bytes of a tensor.</summary>
    public static TensorValue FromTensor(Tensor tensor)
    {
        using var local = tensor.detach().cpu();
        using var contiguous = local.contiguous();
        var view = contiguous.bytes;
        var data = GC.AllocateUninitializedArray<byte>(view.Length);
        view.CopyTo(data);
        return new TensorValue(Tensors.ToDataType(contiguous.dtype), new Shape(contiguous.shape), data);
    }
}
