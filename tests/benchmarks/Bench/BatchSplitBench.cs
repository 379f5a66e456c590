using System.Globalization;
using System.Text.Json.Nodes;
using Bridge.Adapters;
using Bridge.Configuration;
using Bridge.Core;
using Bridge.Models;
using Bridge.Models.Slots;
using Bridge.Torch;
using static TorchSharp.torch;

namespace Bench;

/// <summary>A batch of 64 rows whose rows belong to many adapters of one base model, beside the base model alone: forward passes in turn.</summary>
internal static class BatchSplitBench
{
    private const int Rows = 64;

    private static readonly int[] Counts = [16, 64];

    public static void Run(BenchOptions options)
    {
        TorchRuntime.Load();
        using var off = no_grad();
        var shape = ModelShape.Of(options.Model);
        var type = options.Type == "bf16" ? ScalarType.BFloat16 : ScalarType.Float32;
        using var model = TransformerModel.Load(SyntheticModel.Folder(shape, type), new ModelLoadOptions { DataType = type });
        using var adapters = new AdapterSet(model);
        var config = AdapterConfig.Parse(options.Method);
        for (var i = 0; i < Counts.Max(); i++) adapters.Add($"a{i}", config, new RandomSource((ulong)i));
        var (ids, labels) = Batch.Create(shape, Rows, options.Length);
        labels.Dispose();
        var sides = new List<(string Name, SlotHooks? Hooks, List<double> Times)> { ("base", null, []) };
        foreach (var count in Counts) sides.Add(($"{count} adapters", adapters.Compose(Split(count)), []));
        var speeds = new List<double>();
        for (var step = 0; step <= options.Steps; step++)
        {
            speeds.Add(Batch.GigaflopsOf(type));
            foreach (var (_, hooks, times) in sides)
            {
                var time = Clock.Of(() => model.Forward(new ModelInputs { InputIds = ids }, new ForwardContext { Hooks = hooks }).Dispose(), options.ProcessorTime);
                if (step > 0) times.Add(time);
            }
        }
        ids.Dispose();
        // What the base multiplies and adds, at the speed of matrix products between the passes.
        var arithmetic = Arithmetic.Forward(SyntheticModel.Folder(shape, type), Rows, options.Length) / speeds.Max() / 1e6;
        Write(options, [.. sides.Select(s => new Measurement("batchsplit", s.Name, "ms", s.Times))], arithmetic);
    }

    private static BatchSplit Split(int count) =>
        new([.. Enumerable.Range(0, count).Select(i => new Leaf($"a{i}"))], [.. Enumerable.Repeat(Rows / count, count)]);

    private static void Write(BenchOptions options, List<Measurement> results, double arithmetic)
    {
        // Of throughput: 1 is as fast as the base.
        double Share(Measurement row) => results[0].Median / row.Median;
        if (options.Json)
        {
            Console.WriteLine(new JsonObject
            {
                ["model"] = options.Model, ["method"] = options.Method, ["dtype"] = options.Type, ["batch"] = Rows, ["length"] = options.Length,
                ["threads"] = TorchRuntime.Report.Threads, ["arithmetic"] = arithmetic,
                ["results"] = new JsonArray([.. results.Select(r => new JsonObject { ["side"] = r.Side, ["median"] = r.Median, ["of_base"] = Share(r) })]),
            }.ToJsonString());
            return;
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{options.Model}, {options.Method}, {options.Type}, {Rows} x {options.Length}, {TorchRuntime.Report.Threads} threads; the base's arithmetic alone {arithmetic:F1} ms"));
        foreach (var row in results)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.Side,-12} {row.Min,8:F1} {row.Median,10:F1} {row.Max,10:F1} ms   {Share(row):F3} of the base's throughput, {row.Min / arithmetic:F2} of arithmetic"));
    }
}
