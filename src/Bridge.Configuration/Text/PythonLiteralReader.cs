using System.Text;

namespace Bridge.Configuration;

/// <summary>
/// Reads Python's literals (what <c>ast.literal_eval</c> takes): numbers, texts, bytes, tuples, lists, sets, dictionaries, True, False, None and the
/// ellipsis. Nothing is evaluated: names, calls and arithmetic are errors with their position.
/// </summary>
internal sealed class PythonLiteralReader(string text, int position = 0)
{
    private const int MaxDepth = 64;
    private int _depth;

    public int Position { get; private set; } = position;

    public char Current => Position < text.Length ? text[Position] : '\0';

    public bool AtEnd => Position >= text.Length;

    public void MoveTo(int position) => Position = position;

    public void SkipSpace()
    {
        while (!AtEnd)
        {
            if (Current is ' ' or '\t' or '\f' or '\r' or '\n') Position++;
            else if (Current == '#')
                while (!AtEnd && Current is not ('\n' or '\r')) Position++;
            else break;
        }
    }

    public bool Take(char expected)
    {
        SkipSpace();
        if (Current != expected || AtEnd) return false;
        Position++;
        return true;
    }

    public ConfigValue ReadValue()
    {
        SkipSpace();
        if (AtEnd) throw Error("a value is missing");
        if (++_depth > MaxDepth) throw Error($"values are nested deeper than {MaxDepth}");
        var value = Current switch
        {
            '[' => ReadList(),
            '(' => ReadParenthesis(),
            '{' => ReadBraces(),
            _ => ReadScalar(),
        };
        _depth--;
        return value;
    }

    private ConfigSequence ReadList()
    {
        Position++;
        return new ConfigSequence(SequenceKind.List, ValueList.From(ReadItems(']')));
    }

    private ConfigValue ReadParenthesis()
    {
        Position++;
        var items = new List<ConfigValue>();
        while (!Take(')'))
        {
            items.Add(ReadValue());
            if (Take(',')) continue;
            if (!Take(')')) throw Error("\",\" or \")\" is expected");
            return items.Count == 1 ? items[0] : new ConfigSequence(SequenceKind.Tuple, ValueList.From(items));
        }
        return new ConfigSequence(SequenceKind.Tuple, ValueList.From(items));
    }

    private List<ConfigValue> ReadItems(char close)
    {
        var items = new List<ConfigValue>();
        while (!Take(close))
        {
            items.Add(ReadValue());
            if (Take(',')) continue;
            if (!Take(close)) throw Error($"\",\" or \"{close}\" is expected");
            break;
        }
        return items;
    }

    private ConfigValue ReadBraces()
    {
        Position++;
        if (Take('}')) return ConfigMap.Empty;
        var first = ReadHashable();
        SkipSpace();
        if (Current != ':')
        {
            if (!Take(','))
                return Take('}') ? Set([first]) : throw Error("\",\" or \"}\" is expected");
            var items = ReadItems('}');
            items.Insert(0, first);
            return Set(items);
        }
        var entries = new List<KeyValuePair<ConfigValue, ConfigValue>>();
        var key = first;
        while (true)
        {
            if (!Take(':')) throw Error("\":\" is expected");
            entries.Add(KeyValuePair.Create(key, ReadValue()));
            if (!Take(','))
                return Take('}') ? ConfigMap.OfValues(entries) : throw Error("\",\" or \"}\" is expected");
            if (Take('}')) return ConfigMap.OfValues(entries);
            key = ReadHashable();
        }
    }

    private ConfigSequence Set(List<ConfigValue> items)
    {
        if (items.Exists(i => !IsHashable(i))) throw Error("a set cannot hold a list, set or dictionary");
        return new ConfigSequence(SequenceKind.Set, ValueList.From(items.Distinct()));
    }

    private ConfigValue ReadHashable()
    {
        SkipSpace();
        var start = Position;
        var value = ReadValue();
        return IsHashable(value) ? value : throw new LiteralException(start, "a list, set or dictionary cannot be a key");
    }

    private static bool IsHashable(ConfigValue value) => value switch
    {
        ConfigMap => false,
        ConfigSequence s => s.Kind == SequenceKind.Tuple && s.Items.All(IsHashable),
        _ => true,
    };

    private ConfigValue ReadScalar()
    {
        var start = Position;
        if (Current is '+' or '-' or '.' || char.IsAsciiDigit(Current))
        {
            if (text.AsSpan(Position).StartsWith("..."))
            {
                Position += 3;
                return new ConfigOpaque("Ellipsis");
            }
            return ReadSum();
        }
        if (PythonStringReader.Starts(text, Position)) return ReadStrings();
        var end = Position;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_')) end++;
        var word = text[Position..end];
        Position = end;
        switch (word)
        {
            case "True": return true;
            case "False": return false;
            case "None": return ConfigValue.Null;
            case "set" when Take('(') && Take(')'): return new ConfigSequence(SequenceKind.Set, []);
            case "": throw new LiteralException(start, $"\"{text[start]}\" is not a value");
            default: throw new LiteralException(start, $"{word} is not a value (texts need quotes: '{word}')");
        }
    }

    private ConfigValue ReadStrings()
    {
        var parts = new StringBuilder();
        bool? bytes = null;
        while (true)
        {
            var (part, isBytes, end) = PythonStringReader.Read(text, Position);
            if (bytes is not null && bytes != isBytes) throw Error("bytes and texts cannot be joined");
            bytes = isBytes;
            parts.Append(part);
            Position = end;
            SkipSpace();
            if (!PythonStringReader.Starts(text, Position)) break;
        }
        return bytes == true ? new ConfigOpaque("b" + PythonStringReader.BytesText(parts.ToString())) : new ConfigString(parts.ToString());
    }

    // A number, or a real and an imaginary number joined by a sign: the only arithmetic that literals know.
    private ConfigValue ReadSum()
    {
        var start = Position;
        var first = ReadSigned();
        SkipSpace();
        if (Current is not ('+' or '-') || AtEnd) return first is ImaginaryPart i ? Complex(0, i.Value, imaginaryOnly: true) : first.ToValue();
        var minus = Current == '-';
        Position++;
        SkipSpace();
        if (first is ImaginaryPart || ReadUnsigned() is not ImaginaryPart second) throw new LiteralException(start, "arithmetic is not evaluated");
        return Complex(first.AsDouble, minus ? -second.Value : second.Value, imaginaryOnly: false);
    }

    private NumberPart ReadSigned()
    {
        if (Current is not ('+' or '-')) return ReadUnsigned();
        var minus = Current == '-';
        Position++;
        SkipSpace();
        var number = ReadUnsigned();
        return minus ? number.Negate() : number;
    }

    private NumberPart ReadUnsigned()
    {
        var start = Position;
        if (!char.IsAsciiDigit(Current) && !(Current == '.' && Position + 1 < text.Length && char.IsAsciiDigit(text[Position + 1])))
            throw new LiteralException(start, "a number is expected");
        var end = Position;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '_' or '.'
            || (text[end] is '+' or '-' && text[end - 1] is 'e' or 'E' && !text.AsSpan(start).StartsWith("0x", StringComparison.OrdinalIgnoreCase))))
            end++;
        Position = end;
        return PythonNumber.Parse(text[start..end]) ?? throw new LiteralException(start, $"{text[start..end]} is not a number");
    }

    private static ConfigOpaque Complex(double real, double imaginary, bool imaginaryOnly)
    {
        var second = Short(imaginary) + "j";
        if (imaginaryOnly || (real == 0 && !double.IsNegative(real))) return new ConfigOpaque(second);
        return new ConfigOpaque($"({Short(real)}{(second.StartsWith('-') ? "" : "+")}{second})");
    }

    private static string Short(double value)
    {
        var number = PythonWriter.Number(value);
        return number.EndsWith(".0", StringComparison.Ordinal) ? number[..^2] : number;
    }

    private LiteralException Error(string message) => new(Position, message);
}
