using Bridge.Core;
using Bridge.Tokenization;
using Bridge.Training.Data;
using TestKit;
using Xunit;

namespace Bridge.Training.Tests.Data;

/// <summary>Labels of words and tokens: where they lie after encoding, which are hidden, how many count.</summary>
public sealed class TokenLabelTests : IDisposable
{
    private const int Mask = 103;
    private readonly Tokenizer _tokenizer = Tokenizer.Load(RepositoryRoot.Combine("models", "all-minilm-l6-v2"));

    public void Dispose() => _tokenizer.Dispose();

    [Fact]
    public void Encode_Tags_LieOnTheFirstTokenOfEachWord()
    {
        var rows = TextDataset.FromRows([TextRow.OfWords(["Unbelievably", "good", "naïve🙂", "!"], Label.OfNames(["A", "B", "C", "A"]))]);
        Assert.Equal(LabelKind.Tags, rows.Targets.Kind);
        var data = rows.Encode(_tokenizer, 32, TestContext.Current.CancellationToken);
        var tokens = data.InputIds(0).ToArray().Select(id => _tokenizer.IdToToken(id)!).ToArray();
        var labels = data.Targets.TokenLabels![0];
        var first = tokens.Select((token, i) => (token, i)).Where(t => labels[t.i] != Targets.Ignored).ToArray();
        Assert.Equal(["un", "good", "naive", "!"], first.Select(t => t.token == "[UNK]" ? "naive" : t.token));
        Assert.Equal([0, 1, 2, 0], first.Select(t => labels[t.i]));
        Assert.Equal((Targets.Ignored, Targets.Ignored, 4L), (labels[0], labels[^1], data.CountIn([0])));
    }

    [Fact]
    public void Encode_TagsBeyondTheLength_AreCutOffWithTheirWords()
    {
        var data = TextDataset.FromRows([TextRow.OfWords(["one", "two", "three", "four"], Label.OfIds([0, 1, 2, 3]))]).Encode(_tokenizer, 4, TestContext.Current.CancellationToken);
        Assert.Equal([Targets.Ignored, 0, 1, Targets.Ignored], data.Targets.TokenLabels![0]);
    }

    [Fact]
    public void FromRows_TagsThatDoNotFit_NameTheRow()
    {
        var error = Assert.Throws<BridgeException>(() => TextDataset.FromRows(
            [TextRow.OfWords(["a", "b"], Label.OfNames(["X", "Y"])), TextRow.OfWords(["a", "b"], Label.OfNames(["X"])), new TextRow("a b", null, Label.OfNames(["X", "Y"]))]));
        Assert.Equal(ErrorReason.DataInvalid, error.Reason);
        Assert.Equal(["rows[1].label", "rows[2].label"], error.Violations.Select(v => v.Field));
        Assert.Equal("found 1 tags for 2 words", error.Violations[0].Description);
    }

    [Theory, InlineData(true, 4), InlineData(false, 5)]
    public void EncodeForLanguageModel_Causal_LabelsAreTheTokens(bool shifted, long count)
    {
        var data = TextDataset.FromRows([new TextRow("one two three")], new TextDatasetOptions { LabelField = null })
            .EncodeForLanguageModel(_tokenizer, LanguageObjective.Causal, shifted, 30522, 16, TestContext.Current.CancellationToken);
        Assert.Equal(data.InputIds(0).ToArray(), data.Targets.TokenLabels![0]);
        Assert.Equal(count, data.CountIn([0]));
    }

    [Fact]
    public void Batch_Masked_HidesTheSameShareAndNeverSpecialTokens()
    {
        var text = string.Join(' ', Enumerable.Repeat("word", 40));
        var data = TextDataset.FromRows([new TextRow(text), new TextRow("one")], new TextDatasetOptions { LabelField = null })
            .EncodeForLanguageModel(_tokenizer, LanguageObjective.Masked, false, 30522, 64, TestContext.Current.CancellationToken);
        Assert.Equal(7, data.CountIn([0, 1]));
        var (masked, kept, other) = (0, 0, 0);
        for (var step = 0; step < 200; step++)
        {
            using var batch = Batch.Create(data, [0, 1], 0, 1, TorchSharp.torch.CPU, new RandomSource((ulong)step));
            var (ids, labels) = (batch.Inputs.InputIds!.data<long>().ToArray(), batch.Labels!.data<long>().ToArray());
            Assert.Equal(7, labels.Count(l => l != Targets.Ignored));
            for (var i = 0; i < ids.Length; i++)
            {
                if (labels[i] == Targets.Ignored) continue;
                Assert.Equal(i < 42 ? data.InputIds(0)[i] : data.InputIds(1)[i - 42], labels[i]);
                Assert.DoesNotContain(labels[i], new long[] { 0, 101, 102 });
                if (ids[i] == Mask) masked++;
                else if (ids[i] == labels[i]) kept++;
                else other++;
            }
        }
        Assert.InRange(masked / 1400.0, 0.76, 0.84);
        Assert.InRange(kept / 1400.0, 0.07, 0.13);
        Assert.InRange(other / 1400.0, 0.07, 0.13);
    }

    [Fact]
    public void Batch_WithoutASource_IsAlwaysTheSame()
    {
        var data = TextDataset.FromRows([new TextRow("one two three four five six seven")], new TextDatasetOptions { LabelField = null })
            .EncodeForLanguageModel(_tokenizer, LanguageObjective.Masked, false, 30522, 64, TestContext.Current.CancellationToken);
        using var one = Batch.Create(data, [0], 0, 1, TorchSharp.torch.CPU);
        using var two = Batch.Create(data, [0], 0, 1, TorchSharp.torch.CPU);
        Assert.Equal(one.Inputs.InputIds!.data<long>().ToArray(), two.Inputs.InputIds!.data<long>().ToArray());
    }

    [Fact]
    public void EncodeForLanguageModel_SequenceWithoutSecondText_IsRefused()
    {
        var data = TextDataset.FromRows([new TextRow("one", "two"), new TextRow("one")], new TextDatasetOptions { LabelField = null });
        var error = Assert.Throws<BridgeException>(() => data.EncodeForLanguageModel(_tokenizer, LanguageObjective.Sequence, false, 30522, 16, TestContext.Current.CancellationToken));
        Assert.Equal((ErrorReason.DataInvalid, "1"), (error.Reason, error.Metadata["row"]));
    }
}
