using System.Text.Json.Nodes;
using Bridge.Models.Heads;

namespace Bridge.Adapters.Tests;

/// <summary>
/// First values of adapters, fusions and heads follow the reference library's distributions: mean, standard deviation and exact zeros of every new parameter over five seeds, within six standard errors of both
/// samples. All of the recorded list where it is there, else a committed part of it.
/// </summary>
public sealed class InitializationTests
{
    private const int Seeds = 5;
    private const double Errors = 6;
    private static readonly JsonObject All = JsonNode.Parse(File.ReadAllText(
        SharedData.Path("goldens", "configs", "init.json") ?? RepositoryRoot.Combine("tests", "Bridge.Adapters.Tests", "Data", "init.json")))!.AsObject();
    private static readonly JsonObject Recorded = All["adapters"]!.AsObject();

    public static TheoryData<string> Cases => [.. Recorded.Select(a => a.Key)];

    [Theory, MemberData(nameof(Cases))]
    public void Add_FreshAdapter_HasTheDistributionsOfTheReference(string name)
    {
        using var bert = new HollowBert(256, 512, 2, 4, filled: true);
        var given = Recorded[name]!["config"]!;
        var config = given is JsonValue text ? AdapterConfig.Parse(text.GetValue<string>()) : AdapterConfig.FromJson(given);
        var wanted = Recorded[name]!["parameters"]!.AsObject().Where(p => !p.Key.EndsWith("(orthogonal)", StringComparison.Ordinal)).ToDictionary(p => p.Key, p => p.Value!.AsObject());
        var found = wanted.Keys.ToDictionary(k => k, _ => new List<Sample>());
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            using var adapters = new AdapterSet(bert.Model);
            var adapter = adapters.Add("a", config, new RandomSource(seed + 100));
            foreach (var (parameter, facts) in wanted)
            {
                Assert.True(adapter.Parameters.TryGetValue(parameter, out var tensor), $"{parameter} is not one of {string.Join(", ", adapter.Parameters.Keys)}");
                Assert.Equal(facts["shape"]!.AsArray().Select(s => s!.GetValue<long>()), tensor.shape);
                found[parameter].Add(Sample.Of(tensor));
            }
        }
        foreach (var (parameter, facts) in wanted) Compare(parameter, facts, found[parameter]);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Add_FreshAdapter_HasTheParametersOfTheReferenceAndTrainsTheSame(string name)
    {
        using var bert = new HollowBert(256, 512, 2, 4, filled: true);
        using var adapters = new AdapterSet(bert.Model);
        var given = Recorded[name]!["config"]!;
        var adapter = adapters.Add("a", given is JsonValue text ? AdapterConfig.Parse(text.GetValue<string>()) : AdapterConfig.FromJson(given), new RandomSource(1));
        var wanted = Recorded[name]!["parameters"]!.AsObject().Where(p => !p.Key.EndsWith("(orthogonal)", StringComparison.Ordinal)).ToList();
        // The record leaves out the second layer; the start of an orthogonal parametrisation is a buffer there.
        var found = adapter.Parameters.Keys.Where(k => !k.Contains(".layer.1.", StringComparison.Ordinal) && !k.EndsWith(".base", StringComparison.Ordinal)).ToList();
        Assert.Equal(wanted.Select(w => w.Key).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.Equal(wanted.Where(w => w.Value!["requires_grad"]!.GetValue<bool>()).Select(w => w.Key).Order(StringComparer.Ordinal), found.Intersect(adapter.Trained).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Add_OrthogonalProjection_StartsOrthonormal(string name)
    {
        using var bert = new HollowBert(256, 512, 2, 4, filled: true);
        using var adapters = new AdapterSet(bert.Model);
        var given = Recorded[name]!["config"]!;
        var adapter = adapters.Add("a", given is JsonValue text ? AdapterConfig.Parse(text.GetValue<string>()) : AdapterConfig.FromJson(given), new RandomSource(1));
        var starts = adapter.Parameters.Where(p => p.Key.EndsWith(".base", StringComparison.Ordinal) && !p.Key.Contains(".layer.1.", StringComparison.Ordinal)).ToList();
        var wanted = Recorded[name]!["parameters"]!.AsObject().Where(p => p.Key.EndsWith("(orthogonal)", StringComparison.Ordinal)).ToList();
        Assert.Equal(wanted.Count, starts.Count);
        foreach (var (parameter, tensor) in starts)
        {
            using var scope = NewDisposeScope();
            var wide = tensor.shape[0] < tensor.shape[1] ? tensor.detach() : tensor.detach().t();
            var error = (wide.matmul(wide.t()) - eye(wide.shape[0])).abs().max().item<float>();
            Assert.True(error < 1e-5, $"{parameter}: {error} from orthonormal");
        }
    }

    [Theory, InlineData("static"), InlineData("dynamic")]
    public void Add_FreshFusion_HasTheDistributionsOfTheReference(string kind)
    {
        using var bert = new HollowBert(256, 512, 2, 4, filled: true);
        var wanted = All["fusion"]!.AsObject().Where(p => p.Key.StartsWith(kind + "/", StringComparison.Ordinal)).ToDictionary(p => p.Key[(kind.Length + 1)..], p => p.Value!.AsObject());
        var found = wanted.Keys.ToDictionary(k => k, _ => new List<Sample>());
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            using var adapters = new AdapterSet(bert.Model);
            foreach (var name in new[] { "a", "b" }) adapters.Add(name, AdapterConfig.Parse("seq_bn"), new RandomSource(1));
            var fusion = adapters.Fusions.Add(["a", "b"], FusionConfig.Parse(kind), new RandomSource(seed + 100));
            Assert.Equal(wanted.Keys.Order(StringComparer.Ordinal), fusion.Parameters.Keys.Where(k => !k.Contains(".layer.1.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
            foreach (var parameter in wanted.Keys) found[parameter].Add(Sample.Of(fusion.Parameters[parameter]));
        }
        foreach (var (parameter, facts) in wanted) Compare(parameter, facts, found[parameter]);
    }

    [Theory, InlineData("classification"), InlineData("tagging"), InlineData("multiple_choice"), InlineData("qa"), InlineData("parsing")]
    public void Add_FreshHead_HasTheDistributionsOfTheReference(string kind)
    {
        HeadConfig config = kind switch
        {
            "classification" => new ClassificationHeadConfig(NumLabels: 3, Layers: 2),
            "tagging" => new TaggingHeadConfig(5, Layers: 2),
            "multiple_choice" => new MultipleChoiceHeadConfig(),
            "qa" => new QuestionAnsweringHeadConfig(),
            _ => new DependencyParsingHeadConfig(3),
        };
        using var bert = new HollowBert(256, 512, 2, 4, filled: true);
        var wanted = All["heads"]!.AsObject().Where(p => p.Key.StartsWith(kind + "/", StringComparison.Ordinal)).ToDictionary(p => p.Key[(kind.Length + 1)..], p => p.Value!.AsObject());
        var found = wanted.Keys.ToDictionary(k => k, _ => new List<Sample>());
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            using var heads = new HeadSet(bert.Model);
            var head = heads.Add("h", config, new RandomSource(seed + 100));
            Assert.Equal(wanted.Keys.Order(StringComparer.Ordinal), head.Parameters.Keys.Order(StringComparer.Ordinal));
            foreach (var (parameter, facts) in wanted)
            {
                Assert.Equal(facts["shape"]!.AsArray().Select(s => s!.GetValue<long>()), head.Parameters[parameter].shape);
                found[parameter].Add(Sample.Of(head.Parameters[parameter]));
            }
        }
        foreach (var (parameter, facts) in wanted) Compare(parameter, facts, found[parameter]);
    }

    private static void Compare(string parameter, JsonObject facts, List<Sample> found)
    {
        var count = facts["shape"]!.AsArray().Aggregate(1.0, (n, s) => n * s!.GetValue<long>());
        var reference = facts["seeds"]!.AsArray().Select(s => Sample.Of(s!.AsObject())).ToList();
        var (wanted, own) = (Sample.Mean(reference), Sample.Mean(found));
        // Both are means over five seeds of so many numbers; a constant parameter has no error at all, but for rounding.
        // A single number deviates between seeds only.
        var deviation = count > 1 ? wanted.Deviation : Math.Sqrt(reference.Average(s => (s.Average - wanted.Average) * (s.Average - wanted.Average)));
        var error = Errors * deviation * Math.Sqrt(2 / (Seeds * count)) + 1e-6 * Math.Max(1, Math.Abs(wanted.Average));
        Assert.True(Math.Abs(own.Average - wanted.Average) <= error, $"{parameter}: mean {own.Average}, the reference has {wanted.Average} (allowed {error})");
        var spread = count < 2 ? wanted.Deviation + error : Errors * wanted.Deviation * Math.Sqrt(1 / (Seeds * count)) + 1e-6;
        Assert.True(Math.Abs(own.Deviation - wanted.Deviation) <= spread, $"{parameter}: standard deviation {own.Deviation}, the reference has {wanted.Deviation} (allowed {spread})");
        // Now and then a drawn number is exactly zero.
        Assert.InRange(own.Zeros, wanted.Zeros - (wanted.Zeros < count ? 3 : 0), wanted.Zeros + (wanted.Zeros < count && count > 1000 ? 3 : 0));
    }

    private sealed record Sample(double Average, double Deviation, double Zeros)
    {
        public static Sample Of(Tensor tensor)
        {
            var values = tensor.detach().to(ScalarType.Float64).data<double>().ToArray();
            var mean = values.Average();
            return new Sample(mean, Math.Sqrt(values.Average(v => (v - mean) * (v - mean))), values.Count(v => v == 0));
        }

        public static Sample Of(JsonObject json) => new(json["mean"]!.GetValue<double>(), json["std"]!.GetValue<double>(), json["zeros"]!.GetValue<double>());

        public static Sample Mean(IReadOnlyList<Sample> samples) => new(samples.Average(s => s.Average), samples.Average(s => s.Deviation), samples.Average(s => s.Zeros));
    }
}
