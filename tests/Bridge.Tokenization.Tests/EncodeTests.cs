using Xunit;

namespace Bridge.Tokenization.Tests;

public sealed class EncodeTests : IDisposable
{
    private readonly Tokenizer _tokenizer = TestTokenizers.Cased();

    public void Dispose() => _tokenizer.Dispose();

    [Fact]
    public void Encode_Text_IsWrappedInSpecialTokens()
    {
        var encoding = _tokenizer.Encode("the package");
        Assert.Equal(["[CLS]", "the", "package", "[SEP]"], encoding.Tokens);
        Assert.Equal([1, 0, 0, 1], encoding.SpecialTokensMask);
        Assert.Equal([-1, 0, 0, -1], encoding.SequenceIds);
        Assert.Equal([1, 1, 1, 1], encoding.AttentionMask);
    }

    [Fact]
    public void Encode_Pair_HasTypeIdsOfTheTemplate()
    {
        var encoding = _tokenizer.Encode("the", "package");
        Assert.Equal(["[CLS]", "the", "[SEP]", "package", "[SEP]"], encoding.Tokens);
        Assert.Equal([0, 0, 0, 1, 1], encoding.TypeIds);
        Assert.Equal([-1, 0, -1, 1, -1], encoding.SequenceIds);
    }

    [Fact]
    public void Encode_WithoutSpecialTokens_HasOnlyTheText()
    {
        var encoding = _tokenizer.Encode("the package", options: new EncodeOptions { AddSpecialTokens = false });
        Assert.Equal(["the", "package"], encoding.Tokens);
    }

    [Fact]
    public void Encode_LoneSurrogate_IsTreatedAsReplacementCharacter()
    {
        Assert.Equal(_tokenizer.Encode("a \uFFFD b").Ids, _tokenizer.Encode("a \uD800 b").Ids);
    }

    [Fact]
    public void SpecialTokens_OfTheFile_AreFound()
    {
        Assert.Equal((0, 1, 2, 3, 4), (_tokenizer.PadId, _tokenizer.UnkId, _tokenizer.ClsId, _tokenizer.SepId, _tokenizer.MaskId));
        Assert.Equal("[PAD]", _tokenizer.PadToken);
        Assert.Equal(1800, _tokenizer.VocabularySize);
        Assert.Null(_tokenizer.ModelMaxLength);
        Assert.Equal("[MASK]", _tokenizer.IdToToken(4));
        Assert.Null(_tokenizer.IdToToken(1800));
        Assert.Null(_tokenizer.TokenToId("no such token"));
    }

    [Fact]
    public void Decode_SkippingSpecialTokens_GivesTheText()
    {
        var ids = _tokenizer.Encode("the package").Ids;
        Assert.Equal("the package", _tokenizer.Decode(ids));
        Assert.Equal("[CLS] the package [SEP]", _tokenizer.Decode(ids, skipSpecialTokens: false));
    }

    [Fact]
    public void Encode_FromManyThreads_GivesTheSameIds()
    {
        var expected = _tokenizer.Encode("the package is free").Ids;
        Parallel.For(0, 2000, _ => Assert.Equal(expected, _tokenizer.Encode("the package is free").Ids));
    }
}
