using System.Globalization;
using System.Text.Json.Nodes;
using Bridge.Models;
using Bridge.Torch;
using static TorchSharp.torch;

namespace Bench;

/// <summary>The forward of every architecture beside that of BERT of the same shape, in turn in one process, with how much more it has to compute.</summary>
internal static class ModelsBench
{
    private const string Beside = "bert-base";

    public static void Run(BenchOptions options)
    {
        TorchRuntime.Load();
        using var off = no_grad();
        var type = options.Type == "bf16" ? ScalarType.BFloat16 : ScalarType.Float32;
        var bert = ModelShape.Of(Beside);
        using var first = Load(bert, type);
        var rows = new List<JsonObject>();
        foreach (var shape in ModelShape.Names.Select(ModelShape.Of).Where(s => s.Layers == bert.Layers && s.Name != Beside && (options.Only is null || options.Only == s.Name)))
        {
            using var model = Load(shape, type);
            var (own, other) = Pairs((first, bert), (model, shape), options, type);
            var arithmetic = Operations(shape, options, type) / Operations(bert, options, type);
            rows.Add(new JsonObject
            {
                ["model"] = shape.Name, ["ms"] = other.Min(), ["bert_ms"] = own.Min(), ["time"] = other.Min() / own.Min(), ["arithmetic"] = arithmetic, ["time_per_arithmetic"] = other.Min() / own.Min() / arithmetic,
            });
            if (!options.Json) Line(rows[^1], rows.Count == 1 ? options : null);
        }
        if (options.Json)
            Console.WriteLine(new JsonObject
            {
                ["dtype"] = options.Type, ["batch"] = options.Batch, ["length"] = options.Length, ["threads"] = TorchRuntime.Report.Threads, ["results"] = new JsonArray([.. rows]),
            }.ToJsonString());
    }

    private static TransformerModel Load(ModelShape shape, ScalarType type) => TransformerModel.Load(SyntheticModel.Folder(shape, type), new ModelLoadOptions { DataType = type });

    private static double Operations(ModelShape shape, BenchOptions options, ScalarType type) => Arithmetic.Forward(SyntheticModel.Folder(shape, type), options.Batch, options.Length);

    // The first pass of each is not counted; others on the machine disturb both alike, and the least is what it takes undisturbed.
    private static (List<double> First, List<double> Second) Pairs((TransformerModel Model, ModelShape Shape) first, (TransformerModel Model, ModelShape Shape) second, BenchOptions options, ScalarType type)
    {
        var times = (First: new List<double>(), Second: new List<double>());
        for (var step = 0; step <= options.Steps; step++)
        {
            foreach (var (side, list) in new[] { (first, times.First), (second, times.Second) })
            {
                var (ids, labels) = Batch.Create(side.Shape, options.Batch, options.Length);
                using var _ = labels;
                using var __ = ids;
                var inputs = Batch.Inputs(side.Shape, ids, type);
                var time = Clock.Of(() => side.Model.Forward(inputs, ForwardContext.Plain).Dispose(), options.ProcessorTime);
                if (step > 0) list.Add(time);
                inputs.PixelValues?.Dispose();
            }
        }
        return times;
    }

    private static void Line(JsonObject row, BenchOptions? head)
    {
        if (head is not null)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{head.Type}, {head.Batch} x {head.Length}, least of {head.Steps}, {TorchRuntime.Report.Threads} threads"));
            Console.WriteLine("model                    ms    bert ms    time   arithmetic   time / arithmetic");
        }
        double Value(string key) => row[key]!.GetValue<double>();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{row["model"]!.GetValue<string>(),-18} {Value("ms"),8:F1} {Value("bert_ms"),10:F1} {Value("time"),7:F2} {Value("arithmetic"),12:F2} {Value("time_per_arithmetic"),19:F2}"));
    }
}
