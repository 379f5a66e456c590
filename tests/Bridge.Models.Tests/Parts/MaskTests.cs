using Bridge.Models.Parts;

namespace Bridge.Models.Tests.Parts;

/// <summary>Biases as text: <c>.</c> seen, <c>x</c> masked, <c>X</c> masked twice; a row of queries a line.</summary>
public sealed class MaskTests
{
    public MaskTests() => Bridge.Torch.TorchRuntime.Load();

    [Fact]
    public void Bias_OfNothingMasked_IsNone()
    {
        using var scope = NewDisposeScope();
        Assert.Null(Masks.Bias(null, false, false, 4, 0, ScalarType.Float32, CPU));
        Assert.Null(Masks.Bias(Mask("1111 1111"), false, false, 4, 0, ScalarType.Float32, CPU));
        Assert.Null(Masks.Bias(null, true, false, 1, 5, ScalarType.Float32, CPU));
    }

    [Theory]
    [InlineData("1100", false, false, 4, 0, "..xx")]
    [InlineData("1111 0110", false, false, 4, 0, ".... x..x")]
    [InlineData(null, true, false, 3, 0, ".xx ..x ...")]
    [InlineData("0111", true, false, 4, 0, "xxxx x.xx x..x x...")]
    [InlineData("0111", true, true, 4, 0, "xXXX x.XX x..X x...")]
    [InlineData(null, true, false, 2, 3, "....x .....")]
    [InlineData("01111", true, false, 2, 3, "x...x x....")]
    [InlineData("01111", true, false, 1, 4, "x....")]
    public void Bias_OfPaddingAndCausality_MasksTheseKeys(string? mask, bool causal, bool twice, int length, int past, string expected)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(expected, Show(Masks.Bias(mask is null ? null : Mask(mask), causal, twice, length, past, ScalarType.Float32, CPU)!));
    }

    [Theory]
    [InlineData(null, 2, ".xxxx ..xxx ...xx ....x .....", 3)]
    [InlineData("011", 1, ".xxx .xxx .x.x .x..", 3)]
    [InlineData(null, 3, ".xxx ..xx ...x ....", 1)]
    public void Lengthened_InFront_ShowsTheNewTokensToAllAndNothingLaterToThem(string? mask, int count, string expected, int length)
    {
        using var scope = NewDisposeScope();
        var own = Masks.Bias(mask is null ? null : Mask(mask), true, false, length, 0, ScalarType.Float32, CPU);
        Assert.Equal(expected, Show(Masks.Lengthened(own, count, length, ScalarType.Float32, CPU)));
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void Bias_OfAType_IsItsLeastNumberAndNeverNaNInASoftmax(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var bias = Masks.Bias(Mask("0000"), true, false, 4, 0, type, CPU)!;
        Assert.Equal(type, bias.dtype);
        Assert.Equal(finfo(type).min, bias.min().to(ScalarType.Float32).ToDouble(), 1e32);
        Assert.True(bias.softmax(-1).isfinite().all().ToBoolean());
    }

    private static Tensor Mask(string rows) => stack([.. rows.Split(' ').Select(row => tensor([.. row.Select(c => (long)(c - '0'))], dtype: ScalarType.Int64, device: CPU))]);

    private static string Show(Tensor bias)
    {
        var values = bias.reshape(-1, bias.shape[3]);
        return string.Join(' ', Enumerable.Range(0, (int)values.shape[0]).Select(row => string.Concat(values[row].data<float>().ToArray().Select(v => v == 0 ? '.' : float.IsInfinity(v) ? 'X' : 'x'))));
    }
}
