using Xunit;

namespace Bridge.Tokenization.Tests;

public sealed class OffsetTests : IDisposable
{
    private readonly Tokenizer _tokenizer = TestTokenizers.Load("wordpiece-minilm");

    public void Dispose() => _tokenizer.Dispose();

    [Fact]
    public void Encode_WithOffsets_PointsAtTheOriginalText()
    {
        const string Text = "Ünder the BÉLL";
        var encoding = _tokenizer.Encode(Text, options: new EncodeOptions { Offsets = true });
        Assert.Equal(["[CLS]", "under", "the", "bell", "[SEP]"], encoding.Tokens);
        Assert.Equal([(0, 0), (0, 5), (6, 9), (10, 14), (0, 0)], encoding.Offsets);
        Assert.Equal([-1, 0, 1, 2, -1], encoding.WordIds);
    }

    [Fact]
    public void Encode_BeyondTheBasicPlane_CountsCodePoints()
    {
        var encoding = _tokenizer.Encode("😀 the 𠀀 end", options: new EncodeOptions { Offsets = true });
        Assert.Equal([(0, 0), (0, 1), (2, 5), (6, 7), (8, 11), (0, 0)], encoding.Offsets);
    }

    [Fact]
    public void Encode_WithoutOffsets_LeavesThemEmpty()
    {
        var encoding = _tokenizer.Encode("the end");
        Assert.Empty(encoding.Offsets);
        Assert.Empty(encoding.WordIds);
    }

    [Fact]
    public void Encode_PiecesOfAWord_ShareItsNumber()
    {
        var encoding = _tokenizer.Encode("embeddings, here", options: new EncodeOptions { Offsets = true });
        Assert.Equal(["[CLS]", "em", "##bed", "##ding", "##s", ",", "here", "[SEP]"], encoding.Tokens);
        Assert.Equal([-1, 0, 0, 0, 0, 1, 2, -1], encoding.WordIds);
    }
}
