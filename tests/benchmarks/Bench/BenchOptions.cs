using System.Globalization;

namespace Bench;

/// <summary>What is asked for on the command line.</summary>
internal sealed record BenchOptions
{
    public IReadOnlyList<string> Names { get; init; } = [];

    public bool Json { get; init; }

    public string Model { get; init; } = "bert-base";

    public string Method { get; init; } = "lora[r=8]";

    public string Type { get; init; } = "fp32";

    public int Batch { get; init; } = 8;

    public int Length { get; init; } = 128;

    public int Steps { get; init; } = 5;

    public double Dropout { get; init; } = 0.1;

    public string? Side { get; init; }

    public string? Only { get; init; }

    public bool ProcessorTime { get; init; }

    public bool Serve { get; init; }

    /// <summary>The measurements there are.</summary>
    public static readonly string[] Known = ["train", "forward", "start", "memory"];

    private static readonly string[] Alone = ["batchsplit", "models", "load"];

    public const string Help = """
        bench [NAME...]   train, forward, start, memory; all without names
          batchsplit        alone: 64 rows over 16 and over 64 adapters beside the base
          models            alone: the forward of every architecture of 12 x 768 beside BERT's, with the ratio of arithmetic; --only SHAPE for one
          load              alone: making a model beside mapping its file
          --json                one JSON object instead of a table
          --model SHAPE         bert-base (12 x 768), minilm (6 x 384), or 12 x 768 of roberta-base, xlm-roberta-base, electra-base, distilbert, albert-base, vit-base, gpt2, llama, t5, bart
          --method CONFIG       lora[r=8], seq_bn
          --dtype fp32|bf16
          --batch N --length N  8 x 128 by default
          --dropout P           0.1 by default, as BERT
          --steps N             interleaved repetitions, 5 by default
          --processor-time      models, load: of this process, not of the wall (busy machines; with BRIDGE_THREADS=1)
          --side eager|engine   one side alone for --steps training steps
        """;

    public static BenchOptions Parse(string[] arguments)
    {
        var options = new BenchOptions();
        var names = new List<string>();
        for (var i = 0; i < arguments.Length; i++)
        {
            options = arguments[i] switch
            {
                "--json" => options with { Json = true },
                "--serve" => options with { Serve = true },
                "--processor-time" => options with { ProcessorTime = true },
                "--only" => options with { Only = ModelShape.Of(Next()).Name },
                "--model" => options with { Model = ModelShape.Of(Next()).Name },
                "--method" => options with { Method = Next() },
                "--dtype" => options with { Type = OneOf("fp32", "bf16") },
                "--batch" => options with { Batch = Number() },
                "--length" => options with { Length = Number() },
                "--steps" => options with { Steps = Number() },
                "--dropout" => options with { Dropout = double.Parse(Next(), CultureInfo.InvariantCulture) },
                "--side" => options with { Side = OneOf("eager", "engine") },
                var name when Known.Contains(name) || Alone.Contains(name) => Named(name),
                var other => throw new ArgumentException($"\"{other}\" is neither an option nor one of {string.Join(", ", Known)}"),
            };

            string Next() => ++i < arguments.Length ? arguments[i] : throw new ArgumentException($"{arguments[i - 1]} needs a value");

            int Number() => int.TryParse(Next(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0
                ? value
                : throw new ArgumentException($"{arguments[i - 1]}: \"{arguments[i]}\" is not a positive whole number");

            string OneOf(params string[] allowed) => allowed.Contains(Next())
                ? arguments[i]
                : throw new ArgumentException($"{arguments[i - 1]}: \"{arguments[i]}\" is not one of {string.Join(", ", allowed)}");

            BenchOptions Named(string name)
            {
                names.Add(name);
                return options;
            }
        }
        if (names.Count > 1 && names.FirstOrDefault(Alone.Contains) is { } alone) throw new ArgumentException($"{alone} runs alone");
        return options with { Names = names.Count == 0 ? Known : names };
    }

    /// <summary>The arguments that make a child process do the same.</summary>
    public IEnumerable<string> ForSide(string side) =>
    [
        "--serve", "--side", side, "--model", Model, "--method", Method, "--dtype", Type,
        "--batch", Batch.ToString(CultureInfo.InvariantCulture), "--length", Length.ToString(CultureInfo.InvariantCulture),
        "--dropout", Dropout.ToString(CultureInfo.InvariantCulture),
    ];
}
