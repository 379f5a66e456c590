namespace Bridge.Tokenization.Processing;

/// <summary>The tokens of one text before truncation and special tokens.</summary>
/// <param name="Ids">Token ids.</param>
/// <param name="Offsets">Where each lies in the text, in code points; null where nobody asked.</param>
/// <param name="WordIds">Which word each belongs to; null where nobody asked.</param>
/// <param name="Found">The text at which added tokens were found, with the white space that they took, by position; null where nobody asked.</param>
internal sealed record EncodedText(int[] Ids, (int Start, int End)[]? Offsets, int[]? WordIds, IReadOnlyDictionary<int, string>? Found)
{
    public int Length => Ids.Length;
}
