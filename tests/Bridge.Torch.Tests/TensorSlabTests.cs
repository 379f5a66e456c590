using Bridge.Core;
using Xunit;
using static TorchSharp.torch;

namespace Bridge.Torch.Tests;

public class TensorSlabTests
{
    [Fact]
    public void Take_ManyShapes_EachHasMemoryOfItsOwn()
    {
        Shape[] shapes = [new(3, 5), new(7), new(0, 4), new(), new(1024, 768), new(5_000_000), new(2, 3, 4), new(3_900_000), new(1024, 1024), new(1)];
        using var slab = new TensorSlab(ScalarType.Float32);
        var taken = shapes.Select((shape, i) => slab.Take(shape).fill_(i)).ToList();
        for (var i = 0; i < shapes.Length; i++)
        {
            Assert.Equal(shapes[i].Dimensions, taken[i].shape);
            Assert.True(taken[i].is_contiguous());
            if (shapes[i].ElementCount == 0) continue;
            Assert.Equal(0, Tensors.Address(taken[i]) % 64);
            using var least = taken[i].min();
            using var most = taken[i].max();
            Assert.Equal((i, i), (least.item<float>(), most.item<float>()));
        }
        foreach (var tensor in taken) tensor.Dispose();
    }

    [Fact]
    public void Dispose_GivesEveryBlockBack()
    {
        var before = LiveTensors.Count;
        var slab = new TensorSlab(ScalarType.BFloat16);
        for (var i = 0; i < 4; i++) slab.Take(new Shape(4_000_000)).Dispose();
        Assert.True(LiveTensors.Count > before);
        slab.Dispose();
        Assert.Equal(before, LiveTensors.Count);
    }
}
