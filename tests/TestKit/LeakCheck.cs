using Bridge.Torch;
using Xunit;

namespace TestKit;

/// <summary>Asserts that an action leaves no native tensor behind.</summary>
public static class LeakCheck
{
    /// <summary>Runs once to warm up, then <paramref name="times"/> times; the count of live tensors must not have moved.</summary>
    public static void NoTensorLeaks(Action action, int times = 100)
    {
        TorchRuntime.Load();
        action();
        var before = Settled();
        for (var i = 0; i < times; i++) action();
        Assert.Equal(before, LiveTensors.Count);
    }

    /// <summary>The count of live tensors once what earlier code left to finalizers is gone: a finalizer may leave others to the next round.</summary>
    public static long Settled()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        return LiveTensors.Count;
    }
}
