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

    private static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return LiveTensors.Count;
    }
}
