using Bridge.Core;

namespace Bridge.Tokenization.Processing;

/// <summary>Encodes many texts and lays them out row after row.</summary>
internal sealed class BatchEncoder(Tokenizer tokenizer)
{
    public EncodingBatch Encode(IReadOnlyList<string> texts, IReadOnlyList<string>? pairs, EncodeOptions options, Padder padder)
    {
        if (texts.Count == 0) throw BridgeException.Invalid(ErrorReason.BatchEmpty, "the batch holds no text");
        if (pairs is not null && pairs.Count != texts.Count)
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid,
                $"{texts.Count} texts come with {pairs.Count} second texts; as many are needed", ("texts", texts.Count), ("pairs", pairs.Count));
        var encodings = new Encoding[texts.Count];
        for (var i = 0; i < texts.Count; i++) encodings[i] = tokenizer.Encode(texts[i], pairs?[i], options);
        return Lay(encodings, padder);
    }

    private static EncodingBatch Lay(Encoding[] encodings, Padder padder)
    {
        var length = padder.Target(encodings.Max(encoding => encoding.Length));
        var size = checked(encodings.Length * length);
        var batch = new EncodingBatch(encodings.Length, length, new long[size], new long[size], new long[size], new long[size], encodings);
        for (var row = 0; row < encodings.Length; row++)
        {
            var encoding = encodings[row];
            var missing = length - encoding.Length;
            if (missing < 0)
                throw BridgeException.Invalid(ErrorReason.SequenceTooLong,
                    $"row {row} has {encoding.Length} tokens, more than the padded length {length}; truncate to it", ("row", row), ("length", encoding.Length), ("padded", length));
            var start = row * length;
            var text = start + (padder.Direction == Side.Left ? missing : 0);
            Widen(encoding.Ids, batch.Ids, text);
            Widen(encoding.AttentionMask, batch.AttentionMask, text);
            Widen(encoding.TypeIds, batch.TypeIds, text);
            Widen(encoding.SpecialTokensMask, batch.SpecialTokensMask, text);
            if (missing == 0) continue;
            var padding = padder.Direction == Side.Left ? start : start + encoding.Length;
            Array.Fill(batch.Ids, padder.RequiredId(missing), padding, missing);
            Array.Fill(batch.TypeIds, padder.Options.PadTypeId, padding, missing);
            Array.Fill(batch.SpecialTokensMask, 1, padding, missing);
        }
        return batch;
    }

    private static void Widen(int[] from, long[] to, int start)
    {
        for (var i = 0; i < from.Length; i++) to[start + i] = from[i];
    }
}
