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
        var limit = maxLength ?? tokenizer.ModelMaxLength;
        var options = new EncodeOptions { Truncation = limit is { } length ? new TruncationOptions(length) : null };
        int[][] ids = new int[data.Rows.Count][], types = new int[ids.Length][];
        try
        {
            Parallel.For(0, ids.Length, new ParallelOptions { CancellationToken = cancellation }, row =>
            {
                var encoding = tokenizer.Encode(data.Rows[row].Text, data.Rows[row].Pair, options);
                (ids[row], types[row]) = (encoding.Ids, encoding.TypeIds);
            });
        }
        catch (AggregateException error) when (error.InnerException is BridgeException inner)
        {
            throw inner;
        }
        // Models take absent segment ids as zeros.
        var hasTypes = Array.Exists(types, row => row.AsSpan().ContainsAnyExcept(0));
        return new EncodedDataset(data.Name, ids, hasTypes ? types : null, data.Targets, data.LabelIds);
    }
}
