namespace Bridge.Tokenization.Alignment.PreTokenizers;

/// <summary>Pieces of one length, the last perhaps shorter.</summary>
internal sealed class FixedLength(int length) : IPreTokenizer
{
    public IEnumerable<AlignedText> Split(AlignedText text)
    {
        for (var start = 0; start < text.Length; start += length) yield return text.Slice(start, Math.Min(start + length, text.Length));
    }
}
