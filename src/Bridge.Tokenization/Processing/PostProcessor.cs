namespace Bridge.Tokenization.Processing;

/// <summary>The post_processor section: where special tokens go, segments, and whether offsets leave out white space.</summary>
/// <param name="Single">Pieces of one text.</param>
/// <param name="Pair">Pieces of a pair.</param>
/// <param name="TrimOffsets">Whether the white space that a byte-level token carries is left out of its offsets.</param>
/// <param name="AddPrefixSpace">Whether one space at the beginning is counted as the tokenizer's own addition.</param>
internal sealed record PostProcessor(IReadOnlyList<TemplatePiece> Single, IReadOnlyList<TemplatePiece> Pair, bool TrimOffsets, bool AddPrefixSpace)
{
    public static PostProcessor None { get; } = new(
        [TemplatePiece.Text(0, 0)], [TemplatePiece.Text(0, 0), TemplatePiece.Text(1, 1)], false, false);

    public IReadOnlyList<TemplatePiece> Pieces(bool pair) => pair ? Pair : Single;

    /// <summary>Number of special tokens around one text or a pair.</summary>
    public int SpecialCount(bool pair) => Pieces(pair).Sum(piece => piece.Ids.Length);
}
