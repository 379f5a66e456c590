using Bench;
using Bridge.Torch;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(BenchOptions.Help);
    return 0;
}
try
{
    var options = BenchOptions.Parse(args);
    if (options.Side is not null) return SideLoop.Run(options);
    if (BenchOptions.Alone.Contains(options.Names[0]))
    {
        if (options.Names[0] == "methods") MethodsBench.Run(options);
        else BatchSplitBench.Run(options);
        return 0;
    }
    var (results, speed) = Comparison.Run(options);
    var threads = TorchRuntime.Report.Threads;
    if (options.Json) Report.Json(options, results, speed, threads);
    else Report.Table(options, results, speed, threads);
    return 0;
}
catch (ArgumentException e)
{
    Console.Error.WriteLine(e.Message);
    Console.Error.WriteLine(BenchOptions.Help);
    return 2;
}
