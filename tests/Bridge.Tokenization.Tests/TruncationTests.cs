using Bridge.Core;
using Xunit;

namespace Bridge.Tokenization.Tests;

public sealed class TruncationTests : IDisposable
{
    private readonly Tokenizer _tokenizer = TestTokenizers.Cased();

    public void Dispose() => _tokenizer.Dispose();

    [Fact]
    public void Encode_TooLong_KeepsTheBeginningAndOverflowsTheRest()
    {
        var encoding = Encode("a b c d e f g", new TruncationOptions(5, Stride: 1));
        Assert.Equal(["[CLS]", "a", "b", "c", "[SEP]"], encoding.Tokens);
        Assert.Equal(["[CLS]", "c", "d", "e", "[SEP]"], encoding.Overflowing[0].Tokens);
        Assert.Equal(["[CLS]", "e", "f", "g", "[SEP]"], encoding.Overflowing[1].Tokens);
        Assert.Equal(2, encoding.Overflowing.Count);
    }

    [Fact]
    public void Encode_FromTheLeft_KeepsTheEnd() =>
        Assert.Equal(["[CLS]", "f", "g", "[SEP]"], Encode("a b c d e f g", new TruncationOptions(4, Direction: Side.Left)).Tokens);

    [Theory]
    [InlineData(TruncationStrategy.LongestFirst, "[CLS] a b [SEP] e f [SEP]")]
    [InlineData(TruncationStrategy.OnlyFirst, "[CLS] a b [SEP] e f [SEP]")]
    public void Encode_Pair_CutsByStrategy(TruncationStrategy strategy, string expected) =>
        Assert.Equal(expected, string.Join(' ', Encode("a b c d", new TruncationOptions(7, strategy), "e f").Tokens));

    [Fact]
    public void Encode_OnlySecond_CutsTheSecond() =>
        Assert.Equal("[CLS] a b [SEP] e [SEP]", string.Join(' ', Encode("a b", new TruncationOptions(6, TruncationStrategy.OnlySecond), "e f g").Tokens));

    [Fact]
    public void Encode_LengthOfSpecialTokens_LeavesNoText() =>
        Assert.Equal(["[CLS]", "[SEP]"], Encode("a b", new TruncationOptions(2)).Tokens);

    [Theory]
    [InlineData(1, 0, TruncationStrategy.LongestFirst, "truncation: max_length 1 is below 2, the number of special tokens")]
    [InlineData(-4, 0, TruncationStrategy.LongestFirst, "truncation: max_length -4 is below 2, the number of special tokens")]
    [InlineData(5, -1, TruncationStrategy.LongestFirst, "truncation: stride -1 is negative")]
    [InlineData(5, 3, TruncationStrategy.LongestFirst, "truncation: stride 3 is outside [0, 2]: 3 tokens of a text remain")]
    [InlineData(5, 0, TruncationStrategy.OnlySecond, "truncation: strategy only_second needs a pair of texts")]
    public void Encode_ImpossibleTruncation_Throws(int maxLength, int stride, TruncationStrategy strategy, string message)
    {
        var error = Assert.Throws<BridgeException>(() => Encode("a b c d e f g", new TruncationOptions(maxLength, strategy, stride)));
        Assert.Equal(ErrorReason.ArgumentInvalid, error.Reason);
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void Encode_OnlyFirstTooShort_Throws()
    {
        var error = Assert.Throws<BridgeException>(() => Encode("a b", new TruncationOptions(5, TruncationStrategy.OnlyFirst), "c d e f"));
        Assert.Equal(ErrorReason.SequenceTooLong, error.Reason);
        Assert.Equal("truncation: 4 tokens must go to reach max_length 5, but the first text, the only one to be cut, has 2", error.Message);
    }

    private Encoding Encode(string text, TruncationOptions truncation, string? pair = null) =>
        _tokenizer.Encode(text, pair, new EncodeOptions { Truncation = truncation });
}
