namespace Bench;

/// <summary>Both sides, one repetition of each in turn, so that what disturbs the machine disturbs both.</summary>
internal static class Comparison
{
    public static (List<Measurement> Results, Dictionary<string, double> Speed) Run(BenchOptions options)
    {
        // Only BERT's graph is there in plain TorchSharp.
        string[] sides = ModelShape.Of(options.Model).HasEager ? ["eager", "engine"] : ["engine"];
        var results = new List<Measurement>();
        var starts = sides.ToDictionary(side => side, _ => new List<double>());
        if (options.Names.Contains("start"))
        {
            // The first start of each writes what the later ones read.
            for (var i = 0; i <= Math.Min(options.Steps, 3); i++)
            {
                foreach (var side in sides)
                {
                    using var process = new SideProcess(options, side);
                    if (i > 0) starts[side].Add(process.Start);
                }
            }
            results.AddRange(sides.Select(side => new Measurement("start", side, "ms", starts[side])));
        }

        var processes = sides.Select(side => new SideProcess(options, side)).ToList();
        try
        {
            foreach (var name in new[] { "forward", "train" }.Where(options.Names.Contains)) results.AddRange(Interleaved(processes, name, options.Steps));
            if (options.Names.Contains("memory"))
            {
                foreach (var process in processes) process.Ask("train");
                results.AddRange(processes.Select(p => new Measurement("memory", p.Side, "MB", [p.Ask("memory")])));
            }
            return (results, processes.ToDictionary(p => p.Side, p => p.Ask("speed")));
        }
        finally
        {
            foreach (var process in processes) process.Dispose();
        }
    }

    private static List<Measurement> Interleaved(List<SideProcess> processes, string name, int steps)
    {
        var values = processes.ToDictionary(p => p.Side, _ => new List<double>());
        for (var i = 0; i <= steps; i++)
        {
            foreach (var process in processes)
            {
                var value = process.Ask(name);
                if (i > 0) values[process.Side].Add(value);
            }
        }
        return [.. processes.Select(p => new Measurement(name, p.Side, "ms", values[p.Side]))];
    }
}
