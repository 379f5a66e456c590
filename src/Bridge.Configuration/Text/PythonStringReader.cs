using System.Globalization;
using System.Text;

namespace Bridge.Configuration;

/// <summary>Python's text and bytes literals: both quotes, triple quotes, prefixes r, u and b, escapes.</summary>
internal static class PythonStringReader
{
    /// <summary>Whether a text or bytes literal begins here.</summary>
    public static bool Starts(string text, int position) => PrefixLength(text, position) >= 0;

    /// <summary>Reads one literal: its characters (or bytes as characters), whether it is bytes, and where it ends.</summary>
    public static (string Value, bool IsBytes, int End) Read(string text, int position)
    {
        var length = PrefixLength(text, position);
        var prefix = text.Substring(position, length).ToLowerInvariant();
        if (prefix.Contains('f', StringComparison.Ordinal)) throw new LiteralException(position, "formatted texts are not evaluated");
        var at = position + length;
        var quote = text[at];
        var triple = at + 2 < text.Length && text[at + 1] == quote && text[at + 2] == quote;
        at += triple ? 3 : 1;
        var value = new StringBuilder();
        while (true)
        {
            if (at >= text.Length || (!triple && text[at] is '\n' or '\r')) throw new LiteralException(position, "the text has no closing quote");
            var c = text[at];
            if (c == quote && (!triple || (at + 2 < text.Length && text[at + 1] == quote && text[at + 2] == quote)))
                return (value.ToString(), prefix.Contains('b', StringComparison.Ordinal), at + (triple ? 3 : 1));
            if (prefix.Contains('b', StringComparison.Ordinal) && c > 127) throw new LiteralException(at, "bytes hold ASCII characters only");
            if (c != '\\')
            {
                value.Append(c);
                at++;
            }
            else if (prefix.Contains('r', StringComparison.Ordinal))
            {
                value.Append(c);
                if (at + 1 < text.Length) value.Append(text[at + 1]);
                at += 2;
            }
            else at = ReadEscape(text, at, prefix.Contains('b', StringComparison.Ordinal), value);
        }
    }

    /// <summary>How Python writes bytes (given as characters), without the b.</summary>
    public static string BytesText(string bytes)
    {
        var quote = bytes.Contains('\'', StringComparison.Ordinal) && !bytes.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var text = new StringBuilder().Append(quote);
        foreach (var c in bytes)
            _ = c switch
            {
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                _ when c == quote || c == '\\' => text.Append('\\').Append(c),
                >= ' ' and <= '~' => text.Append(c),
                _ => text.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
            };
        return text.Append(quote).ToString();
    }

    private static int PrefixLength(string text, int position)
    {
        for (var length = 0; length <= 2 && position + length < text.Length; length++)
        {
            if (text[position + length] is '\'' or '"')
                return text.Substring(position, length).ToLowerInvariant() is "" or "r" or "u" or "b" or "br" or "rb" or "f" or "fr" or "rf" ? length : -1;
            if (!char.IsAsciiLetter(text[position + length])) return -1;
        }
        return -1;
    }

    private static int ReadEscape(string text, int at, bool bytes, StringBuilder value)
    {
        if (at + 1 >= text.Length) throw new LiteralException(at, "the text ends in a backslash");
        var c = text[at + 1];
        switch (c)
        {
            case '\n': return at + 2;
            case '\\' or '\'' or '"': value.Append(c); return at + 2;
            case 'a': value.Append('\a'); return at + 2;
            case 'b': value.Append('\b'); return at + 2;
            case 'f': value.Append('\f'); return at + 2;
            case 'n': value.Append('\n'); return at + 2;
            case 'r': value.Append('\r'); return at + 2;
            case 't': value.Append('\t'); return at + 2;
            case 'v': value.Append('\v'); return at + 2;
            case 'x': return ReadCode(text, at, 2, value);
            case 'u' when !bytes: return ReadCode(text, at, 4, value);
            case 'U' when !bytes: return ReadCode(text, at, 8, value);
            case 'N' when !bytes: throw new LiteralException(at, "characters by name (\\N) are not known; write \\u and the number");
            case >= '0' and <= '7':
                var end = at + 1;
                while (end < text.Length && end < at + 4 && text[end] is >= '0' and <= '7') end++;
                value.Append((char)Convert.ToInt32(text[(at + 1)..end], 8));
                return end;
            default: value.Append('\\').Append(c); return at + 2;
        }
    }

    private static int ReadCode(string text, int at, int digits, StringBuilder value)
    {
        var end = at + 2 + digits;
        if (end > text.Length || !uint.TryParse(text.AsSpan(at + 2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || code > 0x10FFFF)
            throw new LiteralException(at, $"\\{text[at + 1]} needs {digits} hexadecimal digits of a character");
        if (code is >= 0xD800 and <= 0xDFFF || code <= 0xFFFF) value.Append((char)code);
        else value.Append(char.ConvertFromUtf32((int)code));
        return end;
    }
}
