namespace Bridge.Tokenization.Processing;

/// <summary>Leaves the white space that a byte-level token carries out of its offsets.</summary>
internal static class OffsetTrimmer
{
    // The byte 0x20 as byte-level tokens write it.
    private const char Space = '\u0120';

    /// <param name="encoding">Its offsets are changed.</param>
    /// <param name="start">The first token.</param>
    /// <param name="text">The text whose tokens they are.</param>
    /// <param name="window">Which of that text's tokens.</param>
    /// <param name="addPrefixSpace">Whether the tokenizer sets a space first.</param>
    public static void Trim(Encoding encoding, int start, EncodedText text, Window window, bool addPrefixSpace)
    {
        for (var i = 0; i < window.Length; i++)
        {
            var token = text.Found?.GetValueOrDefault(window.Start + i) ?? encoding.Tokens[start + i];
            var (from, to) = encoding.Offsets[start + i];
            var leading = token.TakeWhile(IsSpace).Count();
            var trailing = token.Reverse().TakeWhile(IsSpace).Count();
            if (leading > 0)
            {
                // One space at the beginning may be the tokenizer's own addition, which has no place in the text.
                if (addPrefixSpace && leading == 1 && (i == 0 || from == 0)) leading = 0;
                from = Math.Min(from + leading, to);
            }
            if (trailing > 0 && to >= trailing) to = Math.Max(to - trailing, from);
            encoding.Offsets[start + i] = (from, to);
        }
    }

    private static bool IsSpace(char c) => c == Space || char.IsWhiteSpace(c);
}
