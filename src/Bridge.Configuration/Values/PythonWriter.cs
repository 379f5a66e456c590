using System.Globalization;
using System.Text;

namespace Bridge.Configuration;

/// <summary>Writes values the way Python's <c>repr</c> does: configuration strings are Python literals.</summary>
internal static class PythonWriter
{
    public static string Write(ConfigValue value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    /// <summary>Shortest text that reads back as the same number, with Python's choice of exponents and a ".0" for whole numbers.</summary>
    public static string Number(double value)
    {
        if (double.IsNaN(value)) return "nan";
        if (double.IsInfinity(value)) return value > 0 ? "inf" : "-inf";
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var negative = shortest.StartsWith('-') ? "-" : "";
        var digits = Digits(shortest);
        var exponent = value == 0 ? 0 : ExponentOf(shortest);
        if (exponent is < -4 or >= 16)
        {
            var mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
            return $"{negative}{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        }
        if (exponent < 0) return $"{negative}0.{new string('0', -exponent - 1)}{digits}";
        if (digits.Length <= exponent + 1) return $"{negative}{digits.PadRight(exponent + 1, '0')}.0";
        return $"{negative}{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }

    public static string Quote(string value)
    {
        var quote = value.Contains('\'', StringComparison.Ordinal) && !value.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var text = new StringBuilder().Append(quote);
        foreach (var rune in value.EnumerateRunes()) AppendRune(text, rune, quote);
        return text.Append(quote).ToString();
    }

    private static void Append(StringBuilder text, ConfigValue value)
    {
        switch (value)
        {
            case ConfigNull: text.Append("None"); break;
            case ConfigBool b: text.Append(b.Value ? "True" : "False"); break;
            case ConfigInteger i: text.Append(i.Value.ToString(CultureInfo.InvariantCulture)); break;
            case ConfigNumber n: text.Append(Number(n.Value)); break;
            case ConfigString s: text.Append(Quote(s.Value)); break;
            case ConfigOpaque o: text.Append(o.Text); break;
            case ConfigSequence { Kind: SequenceKind.List } list: AppendItems(text, '[', list.Items, ']'); break;
            case ConfigSequence { Kind: SequenceKind.Tuple, Items.Count: 1 } one: Append(text.Append('('), one.Items[0]); text.Append(",)"); break;
            case ConfigSequence { Kind: SequenceKind.Tuple } tuple: AppendItems(text, '(', tuple.Items, ')'); break;
            case ConfigSequence { Items.Count: 0 }: text.Append("set()"); break;
            case ConfigSequence set: AppendItems(text, '{', set.Items, '}'); break;
            case ConfigMap map:
                text.Append('{');
                for (var i = 0; i < map.Entries.Count; i++)
                {
                    if (i > 0) text.Append(", ");
                    Append(text, map.Entries[i].Key);
                    Append(text.Append(": "), map.Entries[i].Value);
                }
                text.Append('}');
                break;
        }
    }

    private static void AppendItems(StringBuilder text, char open, ValueList<ConfigValue> items, char close)
    {
        text.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0) text.Append(", ");
            Append(text, items[i]);
        }
        text.Append(close);
    }

    private static void AppendRune(StringBuilder text, Rune rune, char quote)
    {
        var code = rune.Value;
        if (code == quote || code == '\\') text.Append('\\').Append((char)code);
        else if (code == '\n') text.Append("\\n");
        else if (code == '\r') text.Append("\\r");
        else if (code == '\t') text.Append("\\t");
        else if (IsPrintable(rune)) text.Append(rune.ToString());
        else if (code <= 0xFF) text.Append(CultureInfo.InvariantCulture, $"\\x{code:x2}");
        else if (code <= 0xFFFF) text.Append(CultureInfo.InvariantCulture, $"\\u{code:x4}");
        else text.Append(CultureInfo.InvariantCulture, $"\\U{code:x8}");
    }

    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);

    // The significant digits of "-12.5", "0.001" or "1E-05", without zeros at either end.
    private static string Digits(string shortest)
    {
        var mantissa = shortest.TrimStart('-').Split('E')[0].Replace(".", "", StringComparison.Ordinal).TrimStart('0').TrimEnd('0');
        return mantissa.Length == 0 ? "0" : mantissa;
    }

    private static int ExponentOf(string shortest)
    {
        var parts = shortest.TrimStart('-').Split('E');
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? parts[0] : parts[0][..point];
        var shift = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        if (whole.TrimStart('0').Length > 0) return whole.TrimStart('0').Length - 1 + shift;
        var fraction = point < 0 ? "" : parts[0][(point + 1)..];
        return -(fraction.Length - fraction.TrimStart('0').Length) - 1 + shift;
    }
}
