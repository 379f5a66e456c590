using System.Globalization;
using System.Text;

namespace Bridge.Configuration;

/// <summary>Python's <c>json.dumps</c>.</summary>
internal sealed class JsonTextWriter(bool sortKeys, int indent, bool escapeUnicode)
{
    private readonly StringBuilder _text = new();

    public string Write(ConfigValue value)
    {
        Append(value, 0);
        return _text.ToString();
    }

    /// <summary>The text that a key becomes: JSON keys are texts, so None is "null" and 1 is "1".</summary>
    public static string KeyText(ConfigValue key) => key switch
    {
        ConfigString s => s.Value,
        ConfigNull => "null",
        ConfigBool b => b.Value ? "true" : "false",
        _ => key.PythonText,
    };

    private void Append(ConfigValue value, int depth)
    {
        switch (value)
        {
            case ConfigNull: _text.Append("null"); break;
            case ConfigBool b: _text.Append(b.Value ? "true" : "false"); break;
            case ConfigInteger: _text.Append(value.PythonText); break;
            case ConfigNumber n:
                _text.Append(double.IsNaN(n.Value) ? "NaN" : double.IsInfinity(n.Value) ? (n.Value > 0 ? "Infinity" : "-Infinity") : PythonWriter.Number(n.Value));
                break;
            case ConfigString s: AppendString(s.Value); break;
            case ConfigSequence { Kind: not SequenceKind.Set } s: AppendItems('[', s.Items, i => Append(i, depth + 1), ']', depth); break;
            case ConfigMap m:
                var entries = m.Entries.Select(e => (Key: KeyText(e.Key), e.Value));
                AppendItems('{', sortKeys ? entries.OrderBy(e => e.Key, StringComparer.Ordinal).ToList() : entries.ToList(), e =>
                {
                    AppendString(e.Key);
                    _text.Append(": ");
                    Append(e.Value, depth + 1);
                }, '}', depth);
                break;
            default: AppendString(value.PythonText); break;
        }
    }

    private void AppendItems<T>(char open, IReadOnlyList<T> items, Action<T> append, char close, int depth)
    {
        _text.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0) _text.Append(indent > 0 ? "," : ", ");
            if (indent > 0) _text.Append('\n').Append(' ', indent * (depth + 1));
            append(items[i]);
        }
        if (indent > 0 && items.Count > 0) _text.Append('\n').Append(' ', indent * depth);
        _text.Append(close);
    }

    private void AppendString(string value)
    {
        _text.Append('"');
        foreach (var c in value)
            _ = c switch
            {
                '"' => _text.Append("\\\""),
                '\\' => _text.Append("\\\\"),
                '\n' => _text.Append("\\n"),
                '\r' => _text.Append("\\r"),
                '\t' => _text.Append("\\t"),
                '\b' => _text.Append("\\b"),
                '\f' => _text.Append("\\f"),
                < ' ' => _text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                > '~' when escapeUnicode && c != 127 => _text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => _text.Append(c),
            };
        _text.Append('"');
    }
}
