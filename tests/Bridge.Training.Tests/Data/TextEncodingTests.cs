using Bridge.Core;
using Bridge.Tokenization;
using Bridge.Training.Data;
using TestKit;
using Xunit;

namespace Bridge.Training.Tests.Data;

public sealed class TextEncodingTests : IDisposable
{
    private readonly Tokenizer _tokenizer = Tokenizer.Load(RepositoryRoot.Combine("models", "all-minilm-l6-v2"));

    public void Dispose() => _tokenizer.Dispose();

    [Fact]
    public void Encode_Texts_AddsSpecialTokensAndCutsThere()
    {
        var data = TextDataset.FromRows([new TextRow("hello world", null, Label.OfId(0)), new TextRow("", null, Label.OfId(1)), new TextRow("a b c d e f g h", null, Label.OfId(0))])
            .Encode(_tokenizer, 6, TestContext.Current.CancellationToken);
        Assert.Equal([101, 7592, 2088, 102], data.InputIds(0).ToArray());
        Assert.Equal([101, 102], data.InputIds(1).ToArray());
        Assert.Equal([101, 1037, 1038, 1039, 1040, 102], data.InputIds(2).ToArray());
        Assert.Equal([4, 2, 6], data.Lengths);
        Assert.False(data.HasTokenTypeIds);
        Assert.Equal([0, 1, 0], data.Targets.Classes!);
    }

    [Fact]
    public void Encode_Pairs_HaveSegments()
    {
        var data = TextDataset.FromRows([new TextRow("hello", "world", Label.OfId(0))]).Encode(_tokenizer, 10, TestContext.Current.CancellationToken);
        Assert.Equal([101, 7592, 102, 2088, 102], data.InputIds(0).ToArray());
        Assert.Equal([0, 0, 0, 1, 1], data.TokenTypeIds(0).ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Encode_LengthWithoutRoom_IsRefused(int length)
    {
        var data = TextDataset.FromRows([new TextRow("hello world", null, Label.OfId(0))]);
        var error = Assert.Throws<BridgeException>(() => data.Encode(_tokenizer, length, TestContext.Current.CancellationToken));
        Assert.True(error.Reason is ErrorReason.ArgumentInvalid or ErrorReason.SequenceTooLong, error.Message);
    }
}
