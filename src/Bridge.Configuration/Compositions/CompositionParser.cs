using Bridge.Core;

namespace Bridge.Configuration;

/// <summary>
/// Reads <c>block := NAME "(" [part ("," part)*] ")"</c>, brackets for parentheses too, where a part is a block, an adapter's name (quoted where it holds
/// marks) or <c>KEY=value</c>.
/// </summary>
internal sealed class CompositionParser(string text)
{
    private const int MaxDepth = 32;
    private const int MostCharacters = 1 << 20;
    private readonly PythonLiteralReader _reader = new(text);

    public Composition Parse()
    {
        if (text.Length > MostCharacters)
            throw BridgeException.Invalid(ErrorReason.CompositionInvalid, $"setup: a text of {text.Length} characters is too long; {MostCharacters} are allowed", ("found", text.Length), ("allowed", MostCharacters));
        try
        {
            var composition = ReadPart(0);
            _reader.SkipSpace();
            return _reader.AtEnd ? composition : throw new LiteralException(_reader.Position, $"\"{_reader.Current}\" follows the end");
        }
        catch (LiteralException e)
        {
            throw BridgeException.Invalid(ErrorReason.CompositionInvalid, $"setup \"{Clipped.Text(text)}\": at {e.Position}: {Clipped.Text(e.Message)}", ("setup", Clipped.Text(text)), ("position", e.Position));
        }
    }

    private Composition ReadPart(int depth)
    {
        if (depth > MaxDepth) throw new LiteralException(_reader.Position, $"blocks are nested deeper than {MaxDepth}");
        _reader.SkipSpace();
        var start = _reader.Position;
        if (PythonStringReader.Starts(text, start)) return ReadQuotedName(start);
        var name = ReadName();
        _reader.SkipSpace();
        var close = _reader.Current switch { '(' when !_reader.AtEnd => ')', '[' => ']', _ => '\0' };
        if (close == '\0') return new Leaf(name);
        if (!CompositionFactory.Kinds.Contains(name)) throw CompositionFactory.UnknownKind(name, $"setup \"{Clipped.Text(text)}\" at {start}");
        _reader.Take(_reader.Current);
        var parts = new List<Composition>();
        var arguments = new List<KeyValuePair<string, ConfigValue>>();
        while (!_reader.Take(close))
        {
            if (TakeKey() is { } key) arguments.Add(KeyValuePair.Create(key, _reader.ReadValue()));
            else if (arguments.Count > 0) throw new LiteralException(_reader.Position, "a part follows KEY=value; parts come first");
            else parts.Add(ReadPart(depth + 1));
            if (_reader.Take(',')) continue;
            if (!_reader.Take(close)) throw new LiteralException(_reader.Position, $"\",\" or \"{close}\" is expected");
            break;
        }
        return CompositionFactory.Make(name, ValueList.From(parts), ConfigMap.Of(arguments), $"{name} at {start}");
    }

    private Leaf ReadQuotedName(int start) =>
        _reader.ReadValue() is ConfigString name ? new Leaf(name.Value) : throw new LiteralException(start, "bytes are no adapter's name");

    private string ReadName()
    {
        var start = _reader.Position;
        var end = start;
        while (end < text.Length && !CompositionText.Marks.Contains(text[end], StringComparison.Ordinal) && !char.IsWhiteSpace(text[end])) end++;
        if (end == start) throw new LiteralException(start, "a block or an adapter's name is expected");
        _reader.MoveTo(end);
        return text[start..end];
    }

    private string? TakeKey()
    {
        _reader.SkipSpace();
        var start = _reader.Position;
        var end = start;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_')) end++;
        if (end == start || PythonStringReader.Starts(text, start)) return null;
        _reader.MoveTo(end);
        if (_reader.Take('=')) return text[start..end];
        _reader.MoveTo(start);
        return null;
    }
}
