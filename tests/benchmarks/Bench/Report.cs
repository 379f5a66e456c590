using System.Globalization;
using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Bench;

/// <summary>The figures for people and for programs.</summary>
internal static class Report
{
    public static void Table(BenchOptions options, List<Measurement> results, Dictionary<string, double> speed, int threads)
    {
        var shape = ModelShape.Of(options.Model);
        Console.WriteLine(Line($"{options.Model}, {options.Method}, {options.Type}, {options.Batch} x {options.Length}, dropout {options.Dropout}, {threads} threads"));
        Console.WriteLine($"matrix product 1024 cubed: {string.Join(", ", speed.Select(s => Line($"{s.Key} {s.Value:F0} GFLOP/s")))}");
        Console.WriteLine();
        Console.WriteLine("what      side        min     median        max           ratio   GFLOP/s");
        foreach (var pair in results.GroupBy(r => r.Name))
        {
            var eager = pair.FirstOrDefault(r => r.Side == "eager");
            foreach (var row in pair)
            {
                var ratio = row.Side == "engine" && eager is not null ? Line($"{eager.Median / row.Median:F2} x") : "";
                var rate = Operations(shape, options, row.Name) is { } operations ? Line($"{operations / row.Median / 1e6:F0}") : "";
                Console.WriteLine(Line($"{row.Name,-9} {row.Side,-7} {row.Min,8:F1} {row.Median,10:F1} {row.Max,10:F1} {row.Unit}   {ratio,10} {rate,9}"));
            }
        }
    }

    public static void Json(BenchOptions options, List<Measurement> results, Dictionary<string, double> speed, int threads)
    {
        var rows = new JsonArray();
        foreach (var row in results)
        {
            var eager = results.FirstOrDefault(r => r.Name == row.Name && r.Side == "eager");
            rows.Add(new JsonObject
            {
                ["name"] = row.Name,
                ["side"] = row.Side,
                ["unit"] = row.Unit,
                ["min"] = row.Min,
                ["median"] = row.Median,
                ["max"] = row.Max,
                ["ratio"] = eager is null ? null : eager.Median / row.Median,
                ["gflops"] = Operations(ModelShape.Of(options.Model), options, row.Name) is { } operations ? operations / row.Median / 1e6 : null,
                ["values"] = new JsonArray([.. row.Values.Select(v => (JsonNode)v)]),
            });
        }
        Console.WriteLine(new JsonObject
        {
            ["model"] = options.Model,
            ["method"] = options.Method,
            ["dtype"] = options.Type,
            ["batch"] = options.Batch,
            ["length"] = options.Length,
            ["dropout"] = options.Dropout,
            ["threads"] = threads,
            ["matrix_product_gflops"] = new JsonObject(speed.Select(s => KeyValuePair.Create(s.Key, (JsonNode?)s.Value))),
            ["results"] = rows,
        }.ToJsonString());
    }

    // A training step of a frozen model: forward and the gradients of the activations.
    private static double? Operations(ModelShape shape, BenchOptions options, string name) => name switch
    {
        "forward" => Forward(shape, options),
        "train" => 2 * Forward(shape, options),
        _ => null,
    };

    private static double Forward(ModelShape shape, BenchOptions options) =>
        Arithmetic.Forward(SyntheticModel.Folder(shape, options.Type == "bf16" ? ScalarType.BFloat16 : ScalarType.Float32), options.Batch, options.Length);

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
