namespace Bridge.Tokenization.Alignment.PreTokenizers;

/// <summary>SentencePiece's spaces: they become a visible character, one may be set first, and words begin with it.</summary>
internal sealed class Metaspace(int replacement, Metaspace.Scheme scheme, bool split) : IPreTokenizer
{
    private static readonly int[] Space = [' '];
    private readonly int[] _replacement = [replacement];

    /// <summary>When one is set first.</summary>
    internal enum Scheme
    {
        /// <summary>Before every piece.</summary>
        Always,

        /// <summary>Before the piece that begins the text.</summary>
        First,

        /// <summary>Never.</summary>
        Never,
    }

    public IEnumerable<AlignedText> Split(AlignedText text)
    {
        text.Replace(Matches.Literal(text.Runes, Space), _replacement);
        var begins = text.Length > 0 && text.Runes[0] == replacement;
        if (!begins && (scheme == Scheme.Always || (scheme == Scheme.First && text.Original.Start == 0))) text.Prepend(_replacement);
        return split ? text.Split(Matches.Where(text.Runes, rune => rune == replacement), SplitBehavior.MergedWithNext) : [text];
    }
}
