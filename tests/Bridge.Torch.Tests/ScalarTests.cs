using Xunit;
using static TorchSharp.torch;

namespace Bridge.Torch.Tests;

/// <summary>Numbers that TorchSharp passes by address outlive its objects (build/scalars.c).</summary>
public class ScalarTests
{
    [Fact]
    public unsafe void Add_WhileScalarsAreCollected_CountsWithItsOwn()
    {
        Assert.Contains(TorchRuntime.Report.Libraries, library => library.Name == "libbridge_scalars.so" && library.Loaded);
        using var x = ones([4], ScalarType.Float32, CPU);
        var done = false;
        // Frees what the collector has found, and takes the same places for other numbers.
        var other = new Thread(() =>
        {
            while (!Volatile.Read(ref done))
            {
                GC.Collect(0, GCCollectionMode.Forced, blocking: true);
                GC.WaitForPendingFinalizers();
                for (var i = 0; i < 200; i++) TorchSharp.ScalarExtensionMethods.ToScalar(true);
            }
        });
        other.Start();
        try
        {
            for (var i = 0; i < 150_000; i++)
            {
                using var y = x.add(x, 3);
                Assert.Equal(4f, *(float*)Tensors.Address(y));
            }
        }
        finally
        {
            Volatile.Write(ref done, true);
            other.Join();
        }
    }
}
