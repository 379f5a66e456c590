using System.Globalization;
using System.Numerics;
using System.Text;
using Bridge.Core;

namespace Bridge.Configuration;

/// <summary>Reads JSON the way Python's json module does; System.Text.Json knows neither NaN nor integers of any size.</summary>
internal sealed class JsonReader(string text)
{
    private const int MaxDepth = 128;
    private int _position;

    public ConfigValue ReadDocument()
    {
        var value = ReadValue(0);
        SkipSpace();
        return _position == text.Length ? value : throw Error("text follows the value");
    }

    private ConfigValue ReadValue(int depth)
    {
        SkipSpace();
        if (depth > MaxDepth) throw Error($"values are nested deeper than {MaxDepth}");
        if (_position >= text.Length) throw Error("a value is missing");
        switch (text[_position])
        {
            case '{': return ReadObject(depth);
            case '[': return ReadArray(depth);
            case '"': return ReadString();
        }
        foreach (var (word, value) in Words)
        {
            if (!text.AsSpan(_position).StartsWith(word)) continue;
            _position += word.Length;
            return value;
        }
        return ReadNumber();
    }

    private static readonly (string Word, ConfigValue Value)[] Words =
    [
        ("null", ConfigValue.Null), ("true", true), ("false", false),
        ("NaN", double.NaN), ("Infinity", double.PositiveInfinity), ("-Infinity", double.NegativeInfinity),
    ];

    private ConfigMap ReadObject(int depth)
    {
        _position++;
        var entries = new List<KeyValuePair<string, ConfigValue>>();
        if (Take('}')) return ConfigMap.Empty;
        do
        {
            SkipSpace();
            if (_position >= text.Length || text[_position] != '"') throw Error("a key in double quotes is expected");
            var key = ReadString();
            if (!Take(':')) throw Error("\":\" is expected");
            entries.Add(KeyValuePair.Create(key, ReadValue(depth + 1)));
        }
        while (Take(','));
        return Take('}') ? ConfigMap.Of(entries) : throw Error("\",\" or \"}\" is expected");
    }

    private ConfigSequence ReadArray(int depth)
    {
        _position++;
        var items = new List<ConfigValue>();
        if (Take(']')) return ConfigValue.List();
        do items.Add(ReadValue(depth + 1));
        while (Take(','));
        return Take(']') ? ConfigValue.List(items) : throw Error("\",\" or \"]\" is expected");
    }

    private string ReadString()
    {
        var value = new StringBuilder();
        var start = _position++;
        while (true)
        {
            if (_position >= text.Length) throw Error("the text has no closing quote", start);
            var c = text[_position++];
            if (c == '"') return value.ToString();
            if (c < ' ') throw Error("a control character stands in a text", _position - 1);
            if (c != '\\') value.Append(c);
            else value.Append(ReadEscape());
        }
    }

    private char ReadEscape()
    {
        var c = _position < text.Length ? text[_position++] : '\0';
        switch (c)
        {
            case '"' or '\\' or '/': return c;
            case 'b': return '\b';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'u' when _position + 4 <= text.Length
                && ushort.TryParse(text.AsSpan(_position, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                _position += 4;
                return (char)code;
            default: throw Error("the escape is not known", _position - 1);
        }
    }

    private ConfigValue ReadNumber()
    {
        var start = _position;
        var at = start;
        if (at < text.Length && text[at] == '-') at++;
        var whole = Digits(ref at);
        if (whole == 0 || (whole > 1 && text[at - whole] == '0')) throw Error("a value is expected", start);
        var isInteger = true;
        if (at + 1 < text.Length && text[at] == '.' && char.IsAsciiDigit(text[at + 1]))
        {
            isInteger = false;
            at++;
            Digits(ref at);
        }
        if (at < text.Length && text[at] is 'e' or 'E')
        {
            var mark = at + 1;
            if (mark < text.Length && text[mark] is '+' or '-') mark++;
            if (Digits(ref mark) > 0)
            {
                isInteger = false;
                at = mark;
            }
        }
        _position = at;
        var number = text.AsSpan(start, at - start);
        if (!isInteger) return double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture);
        return number.Length <= 4300 ? new ConfigInteger(BigInteger.Parse(number, CultureInfo.InvariantCulture)) : throw Error("the integer has more than 4300 digits", start);
    }

    private int Digits(ref int at)
    {
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        return at - start;
    }

    private bool Take(char expected)
    {
        SkipSpace();
        if (_position >= text.Length || text[_position] != expected) return false;
        _position++;
        return true;
    }

    private void SkipSpace()
    {
        while (_position < text.Length && text[_position] is ' ' or '\t' or '\n' or '\r') _position++;
    }

    private BridgeException Error(string message, int? position = null)
    {
        var at = Math.Min(position ?? _position, text.Length);
        var line = 1 + text.AsSpan(0, at).Count('\n');
        var column = at - text.AsSpan(0, at).LastIndexOf('\n');
        var found = at < text.Length ? $"\"{text[at]}\"" : "the end";
        return BridgeException.Invalid(ErrorReason.ConfigSyntax, $"JSON, line {line} column {column}: {message}, found {found}",
            ("line", line), ("column", column), ("position", at), ("found", found));
    }
}
