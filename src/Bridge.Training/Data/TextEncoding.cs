using Bridge.Core;
using Bridge.Tokenization;

namespace Bridge.Training.Data;

/// <summary>Turns texts into token ids, once for a whole run.</summary>
public static class TextEncoding
{
    /// <summary>
    /// Encodes every row with special tokens, cut at <paramref name="maxLength"/>. Pairs are cut at the longer text. Rows are encoded side by side.
    /// </summary>
    /// <param name="data">The rows.</param>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="maxLength">Most tokens of a row; null takes the tokenizer's own limit, or none.</param>
    /// <param name="cancellation">Stops between rows.</param>
    public static EncodedDataset Encode(this TextDataset data, Tokenizer tokenizer, int? maxLength = null, CancellationToken cancellation = default)
    {
        if (maxLength is < 1)
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"max_length {maxLength} is below 1", ("max_length", maxLength), ("allowed", "at least 1"));
        var encodings = Rows(data, tokenizer, maxLength ?? tokenizer.ModelMaxLength, row => (row.Text, row.Pair), offsets: data.Targets.Kind == LabelKind.Tags, cancellation);
        var targets = data.Targets.Kind == LabelKind.Tags
            ? Targets.Labelled(LabelKind.Tags, [.. encodings.Select((encoding, row) => WordTags(encoding, data.Rows[row].Words!, data.Targets.Sets![row]))])
            : data.Targets;
        return Build(data, encodings, targets, null);
    }

    /// <summary>
    /// Encodes every row for a language model, whose labels are tokens: of the row itself, or of its second text.
    /// </summary>
    /// <param name="data">The rows; their own labels are not read.</param>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="objective">What is to be predicted.</param>
    /// <param name="shifted">Whether the head compares position i with the label of position i + 1.</param>
    /// <param name="vocabulary">Ids are below this.</param>
    /// <param name="maxLength">Most tokens of a text; null takes the tokenizer's own limit, or none.</param>
    /// <param name="cancellation">Stops between rows.</param>
    public static EncodedDataset EncodeForLanguageModel(
        this TextDataset data, Tokenizer tokenizer, LanguageObjective objective, bool shifted, int vocabulary, int? maxLength = null, CancellationToken cancellation = default)
    {
        var limit = maxLength ?? tokenizer.ModelMaxLength;
        if (objective == LanguageObjective.Sequence)
        {
            for (var row = 0; row < data.Rows.Count; row++)
                if (data.Rows[row].Pair is null)
                    throw BridgeException.Invalid(ErrorReason.DataInvalid, $"data \"{data.Name}\": row {row} has no second text, which is what the model is to write (name its field as the pair's)", ("data", data.Name), ("row", row));
            var inputs = Rows(data, tokenizer, limit, row => (row.Text, null), offsets: false, cancellation);
            var written = Rows(data, tokenizer, limit, row => (row.Pair!, null), offsets: false, cancellation);
            return Build(data, inputs, Targets.Labelled(LabelKind.Tokens, [.. written.Select(w => w.Ids)]), null);
        }
        var encodings = Rows(data, tokenizer, limit, row => (row.Text, row.Pair), offsets: false, cancellation);
        if (objective == LanguageObjective.Causal) return Build(data, encodings, Targets.Labelled(LabelKind.Tokens, [.. encodings.Select(e => e.Ids)], shifted ? 1 : 0), null);
        var mask = tokenizer.MaskId ?? throw BridgeException.Precondition(ErrorReason.SlotNotSupported, "the tokenizer has no mask token, which a masked language model needs", ("data", data.Name));
        var places = encodings.Select(e => Enumerable.Range(0, e.Length).Where(i => e.SpecialTokensMask[i] == 0).ToArray()).ToArray();
        return Build(data, encodings, Targets.Hidden(encodings.Length), new TokenMasking(mask, vocabulary, places));
    }

    private static Encoding[] Rows(TextDataset data, Tokenizer tokenizer, int? limit, Func<TextRow, (string Text, string? Pair)> texts, bool offsets, CancellationToken cancellation)
    {
        var options = new EncodeOptions { Truncation = limit is { } length ? new TruncationOptions(length) : null, Offsets = offsets };
        var encodings = new Encoding[data.Rows.Count];
        try
        {
            Parallel.For(0, encodings.Length, new ParallelOptions { CancellationToken = cancellation }, row =>
            {
                var (text, pair) = texts(data.Rows[row]);
                encodings[row] = tokenizer.Encode(text, pair, options);
            });
        }
        catch (AggregateException error) when (error.InnerException is BridgeException inner)
        {
            throw inner;
        }
        return encodings;
    }

    private static EncodedDataset Build(TextDataset data, Encoding[] encodings, Targets targets, TokenMasking? masking)
    {
        // Models take absent segment ids as zeros.
        var hasTypes = Array.Exists(encodings, row => row.TypeIds.AsSpan().ContainsAnyExcept(0));
        return new EncodedDataset(data.Name, [.. encodings.Select(e => e.Ids)], hasTypes ? [.. encodings.Select(e => e.TypeIds)] : null, targets, data.LabelIds) { Masking = masking };
    }

    // The first token of a word has its class, later ones do not count: the field's convention. A token belongs to the word in which its last character lies,
    // since some vocabularies give the blank before a word to its first token.
    private static int[] WordTags(Encoding encoding, IReadOnlyList<string> words, IReadOnlyList<int> tags)
    {
        var labels = new int[encoding.Length];
        Array.Fill(labels, Targets.Ignored);
        var (word, end, last) = (-1, -1, -1);
        for (var i = 0; i < labels.Length; i++)
        {
            if (encoding.SpecialTokensMask[i] == 1 || encoding.Offsets[i].End <= encoding.Offsets[i].Start) continue;
            while (word < words.Count - 1 && encoding.Offsets[i].End - 1 >= end) end += words[++word].EnumerateRunes().Count() + 1;
            if (word == last) continue;
            (labels[i], last) = (tags[word], word);
        }
        return labels;
    }
}
