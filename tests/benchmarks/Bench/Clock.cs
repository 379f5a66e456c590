using System.Diagnostics;

namespace Bench;

/// <summary>Milliseconds of one action: of the wall, or of the processors that this process had (for machines with other work, together with BRIDGE_THREADS=1).</summary>
internal static class Clock
{
    public static double Of(Action action, bool processor)
    {
        var before = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        action();
        return (processor ? Environment.CpuUsage.TotalTime - before : clock.Elapsed).TotalMilliseconds;
    }
}
