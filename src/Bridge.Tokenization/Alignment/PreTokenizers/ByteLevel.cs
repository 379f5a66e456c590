using Bridge.Tokenization.Alignment.Normalizers;

namespace Bridge.Tokenization.Alignment.PreTokenizers;

/// <summary>GPT-2's pieces, their bytes as visible characters.</summary>
internal sealed class ByteLevel(bool addPrefixSpace, bool useExpression) : IPreTokenizer
{
    private const string Expression = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";
    private static readonly int[] Space = [' '];
    private readonly Pattern? _pattern = useExpression ? new Pattern(Expression) : null;
    private readonly ByteLevelNormalizer _bytes = new();

    public IEnumerable<AlignedText> Split(AlignedText text)
    {
        if (addPrefixSpace && text.Length > 0 && text.Runes[0] != ' ') text.Prepend(Space);
        foreach (var piece in _pattern is null ? [text] : text.Split(_pattern.Find(text.Runes), SplitBehavior.Isolated))
        {
            _bytes.Apply(piece);
            yield return piece;
        }
    }
}
