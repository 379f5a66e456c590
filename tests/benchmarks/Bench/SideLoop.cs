using System.Diagnostics;
using System.Globalization;

namespace Bench;

/// <summary>A side as a process of its own: reads one command a line, answers with one number a line.</summary>
internal static class SideLoop
{
    public static int Run(BenchOptions options)
    {
        using var side = options.Side == "eager" ? EagerSide.Create(options) : EngineSide.Create(options);
        if (!options.Serve) return Alone(side, options);
        side.Forward();
        Answer((DateTime.Now - Process.GetCurrentProcess().StartTime).TotalMilliseconds);
        while (Console.ReadLine() is { } command)
        {
            var clock = Stopwatch.StartNew();
            switch (command)
            {
                case "forward":
                    side.Forward();
                    Answer(clock.Elapsed.TotalMilliseconds);
                    break;
                case "train":
                    side.Step();
                    Answer(clock.Elapsed.TotalMilliseconds);
                    break;
                case "memory":
                    Answer(PeakMegabytes());
                    break;
                case "speed":
                    Answer(side.MatrixProductSpeed());
                    break;
                default:
                    return 0;
            }
        }
        return 0;
    }

    private static int Alone(ISide side, BenchOptions options)
    {
        for (var i = 0; i < options.Steps; i++)
        {
            var clock = Stopwatch.StartNew();
            var loss = side.Step();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {i + 1}: {clock.Elapsed.TotalMilliseconds:F1} ms, loss {loss:F4}"));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak memory {PeakMegabytes():F0} MB"));
        return 0;
    }

    private static void Answer(double value) => Console.WriteLine(value.ToString("R", CultureInfo.InvariantCulture));

    // VmHWM, in kB: the most this process ever had in memory.
    private static double PeakMegabytes()
    {
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e6;
    }
}
