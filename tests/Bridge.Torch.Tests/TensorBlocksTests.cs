using Bridge.Core;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Bridge.Torch.Tests;

// Blocks are counted for the whole process: these tests run alone.
[Collection(nameof(TensorBlocksTests))]
[CollectionDefinition(nameof(TensorBlocksTests), DisableParallelization = true)]
public class TensorBlocksTests
{
    private const long Megabyte = 1 << 20;

    [Fact]
    public void Report_Allocator_IsInstalled()
    {
        var report = TorchRuntime.Report;
        Assert.NotEqual(AllocatorMode.System, report.Allocator);
        Assert.Contains(report.Libraries, library => library.Name == "libbridge_allocator.so" && library.Loaded);
    }

    [Fact]
    public void FreedBlock_ServesTheNextOfItsSize()
    {
        TensorBlocks.Release();
        var before = TensorBlocks.Read();
        nint first;
        using (var tensor = Filled(32 * Megabyte))
        {
            first = Address(tensor);
            var (inUse, _) = TensorBlocks.Read();
            Assert.InRange(inUse - before.InUse, 32 * Megabyte, 37 * Megabyte);
        }
        Assert.True(TensorBlocks.Read().Waiting >= before.Waiting + 32 * Megabyte);
        using (var tensor = Filled(32 * Megabyte)) Assert.Equal(first, Address(tensor));
        TensorBlocks.Release();
        Assert.Equal((before.InUse, 0), TensorBlocks.Read());
    }

    // Sizes that change with every step, as packed batches have: what waits never adds more than an eighth to what was in use at the most, once that is more than 448 MiB.
    [Fact]
    public void ChangingSizes_KeepWithinAnEighthOfThePeak()
    {
        TensorBlocks.Release();
        var random = new Random(1);
        var kept = new List<Tensor>();
        long peak = TensorBlocks.Read().InUse, most = 0;
        for (var step = 0; step < 400; step++)
        {
            kept.Add(empty([(long)(4 * Megabyte * Math.Pow(16, random.NextDouble()))], dtype: ScalarType.Byte, device: CPU));
            peak = Math.Max(peak, TensorBlocks.Read().InUse);
            if (kept.Count > 24)
            {
                var gone = random.Next(kept.Count);
                kept[gone].Dispose();
                kept.RemoveAt(gone);
            }
            var (inUse, waiting) = TensorBlocks.Read();
            most = Math.Max(most, inUse + waiting);
            Assert.True(inUse + waiting <= Math.Max(peak * 9 / 8 + 16 * Megabyte, 448 * Megabyte), $"step {step}: {inUse} in use, {waiting} waiting, peak {peak}");
        }
        foreach (var tensor in kept) tensor.Dispose();
        Assert.True(most > peak);
        TensorBlocks.Release();
    }

    [Fact]
    public void Blocks_OfManyThreads_KeepTheirNumbers()
    {
        Parallel.For(0, 8, thread =>
        {
            var random = new Random(thread);
            for (var i = 0; i < 300; i++)
            {
                var length = random.Next(1, 200_000);
                using var a = full([length], thread + 1f, ScalarType.Float32, device: CPU);
                using var b = a + i;
                using var sum = b.sum(ScalarType.Float64);
                Assert.Equal((double)(thread + 1 + i) * length, sum.ToDouble());
            }
        });
    }

    [Fact]
    public void Alignment_OfEverySize_Is64()
    {
        foreach (var length in new long[] { 1, 63, 4096, 262_143, 262_144, 262_145, 1_000_000, 4 * Megabyte, 4 * Megabyte + 1 })
        {
            using var tensor = empty([length], dtype: ScalarType.Byte, device: CPU);
            Assert.Equal(0, Address(tensor) % 64);
        }
    }

    [Fact]
    public void TooLarge_IsATypedError_AndTheNextWorks()
    {
        foreach (var length in new[] { 1L << 46, 1L << 61 })
        {
            var error = NativeError(() => empty([length], dtype: ScalarType.Byte, device: CPU));
            Assert.Equal(ErrorReason.OutOfMemory, error.Reason);
        }
        using var tensor = Filled(Megabyte);
        using var sum = tensor.sum();
        Assert.Equal(Megabyte, sum.ToInt64());
    }

    private static BridgeException NativeError(Func<Tensor> action) => Assert.Throws<BridgeException>(() => TorchErrors.Guard("empty", action));

    private static Tensor Filled(long bytes) => ones([bytes], ScalarType.Byte, device: CPU);

    private static nint Address(Tensor tensor) => Tensors.Address(tensor);
}
