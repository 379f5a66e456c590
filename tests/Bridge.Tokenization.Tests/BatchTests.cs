using Bridge.Core;
using Xunit;

namespace Bridge.Tokenization.Tests;

public sealed class BatchTests : IDisposable
{
    private readonly Tokenizer _tokenizer = TestTokenizers.Cased();

    public void Dispose() => _tokenizer.Dispose();

    [Fact]
    public void EncodeBatch_UnequalTexts_PadsToTheLongest()
    {
        var batch = _tokenizer.EncodeBatch(["the", "the package"]);
        var (the, package) = (_tokenizer.TokenToId("the")!.Value, _tokenizer.TokenToId("package")!.Value);
        Assert.Equal((2, 4), (batch.Rows, batch.Length));
        Assert.Equal([2, the, 3, 0, 2, the, package, 3], batch.Ids);
        Assert.Equal([1, 1, 1, 0, 1, 1, 1, 1], batch.AttentionMask);
        Assert.Equal([1, 0, 1, 1, 1, 0, 0, 1], batch.SpecialTokensMask);
    }

    [Fact]
    public void EncodeBatch_LeftPadding_PutsItFirst()
    {
        var batch = _tokenizer.EncodeBatch(["the"], padding: new PaddingOptions { Length = 5, Direction = Side.Left });
        Assert.Equal([0, 0, 1, 1, 1], batch.AttentionMask);
        Assert.Equal([0, 0, 2, _tokenizer.TokenToId("the")!.Value, 3], batch.Ids);
    }

    [Fact]
    public void EncodeBatch_MultipleOf_RoundsTheLengthUp() =>
        Assert.Equal(8, _tokenizer.EncodeBatch(["the package"], padding: new PaddingOptions { MultipleOf = 8 }).Length);

    [Fact]
    public void EncodeBatch_RowLongerThanLength_Throws()
    {
        var error = Assert.Throws<BridgeException>(() => _tokenizer.EncodeBatch(["the", "the package"], padding: new PaddingOptions { Length = 3 }));
        Assert.Equal(ErrorReason.SequenceTooLong, error.Reason);
        Assert.Equal("row 1 has 4 tokens, more than the padded length 3; truncate to it", error.Message);
    }

    [Fact]
    public void EncodeBatch_NoText_Throws() =>
        Assert.Equal(ErrorReason.BatchEmpty, Assert.Throws<BridgeException>(() => _tokenizer.EncodeBatch([])).Reason);

    [Fact]
    public void EncodeBatch_FewerPairsThanTexts_Throws()
    {
        var error = Assert.Throws<BridgeException>(() => _tokenizer.EncodeBatch(["the", "package"], ["the"]));
        Assert.Equal("2 texts come with 1 second texts; as many are needed", error.Message);
    }

    [Theory]
    [InlineData(-1, null, "padding: length -1 is outside [0, 2147483647]")]
    [InlineData(null, 0, "padding: pad_to_multiple_of 0 is outside [1, 2147483647]")]
    public void EncodeBatch_PaddingOutOfRange_Throws(int? length, int? multiple, string message)
    {
        var error = Assert.Throws<BridgeException>(() => _tokenizer.EncodeBatch(["the"], padding: new PaddingOptions { Length = length, MultipleOf = multiple }));
        Assert.Equal(message, error.Message);
    }
}
