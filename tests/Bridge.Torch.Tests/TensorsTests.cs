using System.Runtime.InteropServices;
using Bridge.Core;
using TestKit;
using Xunit;
using static TorchSharp.torch;

namespace Bridge.Torch.Tests;

public class TensorsTests
{
    [Fact]
    public unsafe void FromView_SameType_SharesMemory()
    {
        float[] values = [1, 2, 3, 4, 5, 6];
        var pin = GCHandle.Alloc(values, GCHandleType.Pinned);
        var view = new TensorView("w", DataType.Float32, new Shape(2, 3), pin.AddrOfPinnedObject(), 24, values);
        using (var tensor = Tensors.FromView(view, CPU))
        {
            Assert.Equal([2L, 3L], tensor.shape);
            Assert.Equal(6f, tensor[1, 2].item<float>());
            values[5] = 60;
            Assert.Equal(60f, tensor[1, 2].item<float>());
        }
        pin.Free();
    }

    [Fact]
    public void FromView_OtherType_Copies()
    {
        float[] values = [1, 2.5f];
        var pin = GCHandle.Alloc(values, GCHandleType.Pinned);
        var view = new TensorView("w", DataType.Float32, new Shape(2), pin.AddrOfPinnedObject(), 8, values);
        using (var tensor = Tensors.FromView(view, CPU, ScalarType.BFloat16))
        {
            values[1] = 9;
            Assert.Equal(ScalarType.BFloat16, tensor.dtype);
            Assert.Equal(2.5, tensor[1].to(ScalarType.Float64).item<double>());
        }
        pin.Free();
    }

    [Theory]
    [InlineData(DataType.Bool)]
    [InlineData(DataType.UInt8)]
    [InlineData(DataType.Int8)]
    [InlineData(DataType.Int16)]
    [InlineData(DataType.Int32)]
    [InlineData(DataType.Int64)]
    [InlineData(DataType.Float16)]
    [InlineData(DataType.BFloat16)]
    [InlineData(DataType.Float32)]
    [InlineData(DataType.Float64)]
    public void ToView_TransposedTensor_RoundTrips(DataType type)
    {
        TorchRuntime.Load();
        using var scope = NewDisposeScope();
        var tensor = (arange(6, device: CPU).reshape(2, 3) % 2).t().to(Tensors.ToScalarType(type));
        var view = Tensors.ToView("x", tensor);
        Assert.Equal(type, view.DataType);
        Assert.Equal(new Shape(3, 2), view.Shape);
        var back = Tensors.FromView(view, CPU);
        TensorAssert.Same(tensor, back);
        Assert.Equal(type, Tensors.ToDataType(Tensors.ToScalarType(type)));
        ((Tensor)view.Owner).Dispose();
    }

    [Fact]
    public void FromView_ScalarAndEmpty_Work()
    {
        TorchRuntime.Load();
        using var scope = NewDisposeScope();
        using var scalar = Tensors.ToView("s", tensor(3.5f, device: CPU)).Owner as Tensor;
        using var empty = zeros([0, 4], device: CPU);
        var view = Tensors.ToView("e", empty);
        Assert.Equal(0, view.ByteLength);
        Assert.Equal([0L, 4L], Tensors.FromView(view, CPU).shape);
        ((Tensor)view.Owner).Dispose();
    }

    [Fact]
    public void FromView_ManyTimes_LeavesNothing()
    {
        var values = new float[64];
        var pin = GCHandle.Alloc(values, GCHandleType.Pinned);
        var view = new TensorView("w", DataType.Float32, new Shape(8, 8), pin.AddrOfPinnedObject(), 256, values);
        LeakCheck.NoTensorLeaks(() =>
        {
            using var mapped = Tensors.FromView(view, CPU);
            using var copy = Tensors.FromView(view, CPU, ScalarType.Float64);
            ((Tensor)Tensors.ToView("y", copy).Owner).Dispose();
        }, 2000);
        pin.Free();
    }

    [Fact]
    public void From_SameSource_SameNumbers()
    {
        using var scope = NewDisposeScope();
        using var first = Generators.From(new RandomSource(7).Fork("a"), CPU);
        using var second = Generators.From(new RandomSource(7).Fork("a"), CPU);
        using var other = Generators.From(new RandomSource(7).Fork("b"), CPU);
        var x = randn([100], device: CPU, generator: first);
        TensorAssert.Same(x, randn([100], device: CPU, generator: second));
        Assert.False(x.Equals(randn([100], device: CPU, generator: other)));
    }
}
