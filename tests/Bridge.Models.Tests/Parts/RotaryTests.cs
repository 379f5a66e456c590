using Bridge.Models.Description;
using Bridge.Models.Parts;

namespace Bridge.Models.Tests.Parts;

public sealed class RotaryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rotary-").FullName;

    public RotaryTests() => Bridge.Torch.TorchRuntime.Load();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Numbers of the published formulas, computed apart.
    public static TheoryData<string, int, double[], double> Scalings => new()
    {
        { "", 8, [1, 0.1, 0.01, 0.001], 1 },
        { """{"rope_type": "default"}""", 8, [1, 0.1, 0.01, 0.001], 1 },
        { """{"rope_type": "dynamic", "factor": 4}""", 8, [1, 0.1, 0.01, 0.001], 1 },
        { """{"type": "linear", "factor": 4}""", 8, [0.25, 0.025, 0.0025, 0.00025], 1 },
        { """{"rope_type": "llama3", "factor": 4, "low_freq_factor": 1, "high_freq_factor": 4, "original_max_position_embeddings": 16}""", 8, [0.6366197723675814, 0.025, 0.0025, 0.00025], 1 },
        { """{"rope_type": "yarn", "factor": 4, "original_max_position_embeddings": 2048}""", 16,
            [1, 0.31622776601683794, 0.1, 0.02569350598886808, 0.00625, 0.0013834964763236657, 0.00025, 7.905694150420948e-05], 1.138629436111989 },
        { """{"rope_type": "yarn", "factor": 4, "attention_factor": 0.5}""", 16,
            [1, 0.31622776601683794, 0.1, 0.02569350598886808, 0.00625, 0.0013834964763236657, 0.00025, 7.905694150420948e-05], 0.5 },
    };

    [Theory]
    [MemberData(nameof(Scalings))]
    public void Frequencies_OfAScaling_AreThoseOfItsFormula(string scaling, int size, double[] expected, double length)
    {
        var rotary = new Rotary(Read(scaling, size));
        Assert.Equal(expected.Length, rotary.PairFrequencies.Count);
        foreach (var (wanted, found) in expected.Zip(rotary.PairFrequencies)) Assert.Equal(wanted, found, wanted * 1e-12);
        // At position 0 nothing turns; what is left is the length of cosine.
        using var scope = NewDisposeScope();
        var x = Random(1, 1, 1, size);
        TensorAssert.Close(x * length, rotary.Turn(x.clone(), Passes.At([0])), 1e-6);
    }

    [Fact]
    public void Turn_OfPairs_IsAComplexProduct()
    {
        using var scope = NewDisposeScope();
        var spec = new RotarySpec(10000, 8);
        var x = Random(2, 3, 4, 8);
        long[][] positions = [[0, 1, 2, 3], [5, 6, 17, 30]];
        var found = new Rotary(spec).Turn(x.clone(), Passes.At(positions));
        var (values, turned) = (x.data<float>().ToArray(), found.contiguous().data<float>().ToArray());
        for (var i = 0; i < values.Length; i++)
        {
            var (number, token, row) = (i % 8, i / 8 % 4, i / 96);
            var angle = positions[row][token] * Math.Pow(10000, -(number % 4) / 4.0);
            var other = values[number < 4 ? i + 4 : i - 4];
            var expected = values[i] * Math.Cos(angle) + (number < 4 ? -other : other) * Math.Sin(angle);
            Assert.Equal(expected, turned[i], 2e-5);
        }
    }

    [Fact]
    public void Products_OfTurnedPairs_DependOnTheDistanceAlone()
    {
        using var scope = NewDisposeScope();
        var rotary = new Rotary(new RotarySpec(500, 16));
        Tensor query = Random(1, 1, 1, 16), key = Random(1, 1, 1, 16);
        Tensor Product(long at, long other) => (rotary.Turn(query.clone(), Passes.At([at])) * rotary.Turn(key.clone(), Passes.At([other]))).sum();
        TensorAssert.Close(Product(3, 1), Product(40, 38), 1e-5);
        Assert.True((Product(3, 1) - Product(3, 2)).abs().ToDouble() > 1e-3);
    }

    [Fact]
    public void Turn_OfAPartOfTheHead_LeavesTheRest()
    {
        using var scope = NewDisposeScope();
        var x = Random(1, 2, 3, 12);
        var found = new Rotary(new RotarySpec(10000, 8)).Turn(x.clone(), Passes.At([7, 8, 9]));
        TensorAssert.Same(x.narrow(3, 8, 4).contiguous(), found.narrow(3, 8, 4).contiguous());
        TensorAssert.Close(new Rotary(new RotarySpec(10000, 8)).Turn(x.narrow(3, 0, 8).clone(), Passes.At([7, 8, 9])), found.narrow(3, 0, 8), 1e-6);
    }

    [Fact]
    public void Read_OfAScalingThatIsNotKnown_NamesThoseThatAre()
    {
        var error = Assert.Throws<BridgeException>(() => Read("""{"rope_type": "longrope", "factor": 4}""", 8));
        Assert.Contains("one of default, linear, dynamic, llama3, yarn", error.Message);
        Assert.Equal("rope_type", error.Metadata["key"]);
    }

    private RotarySpec Read(string scaling, int size)
    {
        var text = scaling.Length == 0 ? "" : $", \"rope_scaling\": {scaling}";
        File.WriteAllText(Path.Combine(_folder, "config.json"), $"{{\"rope_theta\": 10000.0, \"max_position_embeddings\": 2048{text}}}");
        return ModelConfig.Read(_folder).Rotary(size);
    }

    private static Tensor Random(params long[] shape) => randn(shape, device: CPU, generator: new Generator(8, CPU));
}
