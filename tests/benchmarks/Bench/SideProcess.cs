using System.Diagnostics;
using System.Globalization;

namespace Bench;

/// <summary>A side in a child process: each has its own libtorch settings.</summary>
internal sealed class SideProcess : IDisposable
{
    private readonly Process _process;

    public SideProcess(BenchOptions options, string side)
    {
        Side = side;
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in options.ForSide(side)) start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        Start = Read();
    }

    public string Side { get; }

    /// <summary>Milliseconds from the start of the process to its first forward's result.</summary>
    public double Start { get; }

    public double Ask(string command)
    {
        _process.StandardInput.WriteLine(command);
        _process.StandardInput.Flush();
        return Read();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(10_000)) _process.Kill();
        _process.Dispose();
    }

    private double Read()
    {
        var line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"the {Side} side ended");
        return double.Parse(line, CultureInfo.InvariantCulture);
    }
}
