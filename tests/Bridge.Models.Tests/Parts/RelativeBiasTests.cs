using Bridge.Models.Description;
using Bridge.Models.Parts;

namespace Bridge.Models.Tests.Parts;

public sealed class RelativeBiasTests
{
    private static readonly RelativeBiasSpec Spec = new(32, 128);

    public RelativeBiasTests() => Bridge.Torch.TorchRuntime.Load();

    // Distance of key from query, and its bucket by the published formula, computed apart.
    [Theory]
    [InlineData(false, "-200:15 -128:15 -127:15 -100:15 -64:14 -63:13 -33:12 -32:12 -20:10 -16:10 -15:9 -9:8 -8:8 -7:7 -1:1 0:0 1:17 7:23 8:24 12:25 16:26 23:27 32:28 64:30 90:30 91:31 128:31 500:31")]
    [InlineData(true, "-200:31 -128:31 -127:31 -100:30 -64:26 -63:26 -33:21 -32:21 -20:17 -16:16 -15:15 -9:9 -8:8 -7:7 -1:1 0:0 1:0 7:0 32:0 500:0")]
    public void Bucket_OfADistance_IsThatOfTheFormula(bool causal, string expected)
    {
        using var scope = NewDisposeScope();
        var bias = new RelativeBias(Spec, causal, zeros([32, 2], dtype: ScalarType.Float32, device: CPU));
        foreach (var pair in expected.Split(' ').Select(p => p.Split(':'))) Assert.Equal((pair[0], pair[1]), (pair[0], $"{bias.Bucket(long.Parse(pair[0]))}"));
    }

    [Fact]
    public void Of_QueriesAndKeys_IsTheTableByBuckets()
    {
        using var scope = NewDisposeScope();
        var table = arange(64, dtype: ScalarType.Float32, device: CPU).view(32, 2);
        var bias = new RelativeBias(Spec, false, table);
        var found = bias.Of(5, 7, Passes.At([0, 1, 2, 3, 4]));
        Assert.Equal([1, 2, 5, 7], found.shape);
        for (var query = 0; query < 5; query++)
            for (var key = 0; key < 7; key++)
                for (var head = 0; head < 2; head++)
                    Assert.Equal(2 * bias.Bucket(key - query) + head, found[0, head, query, key].ToDouble());
    }

    [Fact]
    public void Of_TokensBehindACache_IsTheLastRowsOfTheWhole()
    {
        using var scope = NewDisposeScope();
        using var cache = new KeyValueCache();
        var bias = new RelativeBias(Spec, true, randn([32, 4], device: CPU));
        var whole = bias.Of(9, 9, Passes.At([0]));
        TensorAssert.Same(whole.narrow(2, 7, 2).contiguous(), bias.Of(2, 9, Passes.After(7, cache)).contiguous());
    }

    [Fact]
    public void Of_OnePass_IsMadeOnce()
    {
        using var scope = NewDisposeScope();
        var bias = new RelativeBias(Spec, true, randn([32, 4], device: CPU));
        var pass = Passes.At([0]);
        Assert.Same(bias.Of(3, 3, pass), bias.Of(3, 3, pass));
        Assert.NotSame(bias.Of(3, 3, pass), bias.Of(3, 4, pass));
    }
}
