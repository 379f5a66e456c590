namespace Bridge.Tokenization.Alignment.PreTokenizers;

/// <summary>One pre-tokenizer after the other.</summary>
internal sealed class PreTokenizerSequence(IReadOnlyList<IPreTokenizer> parts) : IPreTokenizer
{
    public IEnumerable<AlignedText> Split(AlignedText text)
    {
        IEnumerable<AlignedText> pieces = [text];
        foreach (var part in parts) pieces = pieces.SelectMany(part.Split);
        return pieces;
    }
}
