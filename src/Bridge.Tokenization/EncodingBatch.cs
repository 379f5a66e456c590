namespace Bridge.Tokenization;

/// <summary>Encodings of one length in flat arrays, row after row.</summary>
/// <param name="Rows">Number of encodings.</param>
/// <param name="Length">Tokens of each, padding included.</param>
/// <param name="Ids">Token ids, (rows, length).</param>
/// <param name="AttentionMask">1 for tokens, 0 for padding, (rows, length).</param>
/// <param name="TypeIds">Segments, (rows, length).</param>
/// <param name="SpecialTokensMask">1 for special tokens and padding, (rows, length).</param>
/// <param name="Encodings">The encodings themselves, without padding.</param>
public sealed record EncodingBatch(
    int Rows,
    int Length,
    long[] Ids,
    long[] AttentionMask,
    long[] TypeIds,
    long[] SpecialTokensMask,
    IReadOnlyList<Encoding> Encodings);
