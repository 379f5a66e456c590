using System.Globalization;
using System.Text.Json.Nodes;
using Bridge.Configuration;
using Bridge.Torch;

namespace Bench;

/// <summary>Training steps of every method, each in turn with LoRA's (r=8): as the engine runs them, and in the plain form of libtorch's own operators.</summary>
internal static class MethodsBench
{
    private sealed record Row(string Method, Measurement Fused, Measurement Plain, Measurement Lora)
    {
        public double ToLora => Fused.Median / Lora.Median;

        public double ToPlain => Plain.Median / Fused.Median;
    }

    public static void Run(BenchOptions options)
    {
        TorchRuntime.Load();
        if (!options.Json)
        {
            Console.WriteLine(Line($"{options.Model}, {options.Type}, {options.Batch} x {options.Length}, dropout {options.Dropout}, {TorchRuntime.Report.Threads} threads; training step in ms"));
            Console.WriteLine("method                  step      LoRA    of LoRA     plain   faster than plain");
        }
        using var lora = EngineSide.Create(options with { Method = BenchOptions.Usual });
        var rows = new JsonArray();
        foreach (var method in options.Method == BenchOptions.Usual ? MethodPresets.All.Where(p => p.DeprecatedFor is null).Select(p => p.Name) : [options.Method])
        {
            var row = Measure(options with { Method = method }, lora);
            if (options.Json)
                rows.Add(new JsonObject { ["method"] = method, ["ms"] = row.Fused.Median, ["of_lora"] = row.ToLora, ["plain_ms"] = row.Plain.Median });
            else
                Console.WriteLine(Line($"{method,-20} {row.Fused.Median,7:F1} {row.Lora.Median,9:F1} {row.ToLora,10:F3} {row.Plain.Median,9:F1} {row.ToPlain,10:F2} x"));
        }
        if (options.Json)
            Console.WriteLine(new JsonObject { ["model"] = options.Model, ["dtype"] = options.Type, ["batch"] = options.Batch, ["length"] = options.Length, ["methods"] = rows }.ToJsonString());
    }

    private static Row Measure(BenchOptions options, ISide lora)
    {
        using var fused = EngineSide.Create(options);
        using var plain = EngineSide.Create(options with { Plain = true });
        (ISide Side, List<double> Times)[] sides = [(lora, []), (fused, []), (plain, [])];
        for (var step = 0; step <= options.Steps; step++)
        {
            foreach (var (side, times) in sides)
            {
                var time = Clock.Of(() => side.Step(), options.ProcessorTime);
                if (step > 0) times.Add(time);
            }
        }
        Measurement Of(int side) => new("train", options.Method, "ms", sides[side].Times);
        return new Row(options.Method, Of(1), Of(2), Of(0));
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
