namespace Bridge.Tokenization;

/// <summary>One text, or a pair of texts, as tokens. All arrays have one element a token, but those that were not asked for: they are empty.</summary>
/// <param name="Ids">Token ids.</param>
/// <param name="TypeIds">Which segment a token belongs to, as the post-processor says.</param>
/// <param name="AttentionMask">1 for tokens, 0 for padding.</param>
/// <param name="SpecialTokensMask">1 for tokens that the post-processor or padding added.</param>
/// <param name="Offsets">Start and end of a token in its text, counted in Unicode code points; (0, 0) for special tokens.</param>
/// <param name="WordIds">Which word of its text a token belongs to; -1 for special tokens.</param>
/// <param name="SequenceIds">0 for the first text, 1 for the second, -1 for special tokens.</param>
/// <param name="Tokens">The tokens as the vocabulary writes them.</param>
/// <param name="Overflowing">What truncation cut off, each with the special tokens around it.</param>
public sealed record Encoding(
    int[] Ids,
    int[] TypeIds,
    int[] AttentionMask,
    int[] SpecialTokensMask,
    (int Start, int End)[] Offsets,
    int[] WordIds,
    int[] SequenceIds,
    string[] Tokens,
    IReadOnlyList<Encoding> Overflowing)
{
    /// <summary>Number of tokens.</summary>
    public int Length => Ids.Length;
}
