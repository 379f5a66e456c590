namespace Bridge.Tokenization.Processing;

/// <summary>Leaves the white space that a byte-level token carries out of its offsets.</summary>
internal static class OffsetTrimmer
{
    // The byte 0x20 as byte-level tokens write it.
    private const char Space = '\u0120';

    public static void Trim(Encoding encoding, int start, int count, bool addPrefixSpace)
    {
        for (var i = 0; i < count; i++)
        {
            var token = encoding.Tokens[start + i];
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
