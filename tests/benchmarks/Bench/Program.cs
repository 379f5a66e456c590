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
    Action<BenchOptions>? alone = options.Names switch { ["batchsplit"] => BatchSplitBench.Run, ["models"] => ModelsBench.Run, ["load"] => LoadBench.Run, _ => null };
    if (alone is not null)
    {
        alone(options);
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
