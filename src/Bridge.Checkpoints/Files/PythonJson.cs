using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Bridge.Checkpoints;

/// <summary>
/// JSON text as Python's <c>json.dump(value, indent=2, sort_keys=...)</c> writes it. Numbers that were read from a file keep their spelling.
/// </summary>
internal sealed class PythonJson
{
    private readonly StringBuilder _text;
    private readonly bool _sortKeys;

    private PythonJson(StringBuilder text, bool sortKeys) => (_text, _sortKeys) = (text, sortKeys);

    /// <summary>The text of a value, in ASCII, without a newline at the end.</summary>
    public static byte[] Format(JsonNode value, bool sortKeys)
    {
        var text = new StringBuilder();
        new PythonJson(text, sortKeys).Write(value, 0);
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private void Write(JsonNode? value, int depth)
    {
        switch (value)
        {
            case null: _text.Append("null"); break;
            case JsonObject { Count: 0 }: _text.Append("{}"); break;
            case JsonArray { Count: 0 }: _text.Append("[]"); break;
            case JsonObject json:
                var first = true;
                foreach (var (key, item) in _sortKeys ? Sorted(json) : json)
                {
                    _text.Append(first ? '{' : ',');
                    first = false;
                    NewLine(depth + 1);
                    WriteString(key);
                    _text.Append(": ");
                    Write(item, depth + 1);
                }
                NewLine(depth);
                _text.Append('}');
                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    _text.Append(i == 0 ? '[' : ',');
                    NewLine(depth + 1);
                    Write(list[i], depth + 1);
                }
                NewLine(depth);
                _text.Append(']');
                break;
            default: WriteScalar((JsonValue)value); break;
        }
    }

    // Python sorts the keys it has; those that are numbers (id2label) as numbers.
    private static IEnumerable<KeyValuePair<string, JsonNode?>> Sorted(JsonObject json) =>
        json.All(pair => IsInteger(pair.Key))
            ? json.OrderBy(pair => long.Parse(pair.Key, CultureInfo.InvariantCulture))
            : json.OrderBy(pair => pair.Key, StringComparer.Ordinal);

    private static bool IsInteger(string key) =>
        long.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number.ToString(CultureInfo.InvariantCulture) == key;

    private void WriteScalar(JsonValue value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.True: _text.Append("true"); break;
            case JsonValueKind.False: _text.Append("false"); break;
            case JsonValueKind.Null: _text.Append("null"); break;
            case JsonValueKind.String: WriteString(value.GetValue<string>()); break;
            case JsonValueKind.Number when value.TryGetValue<JsonElement>(out var read): _text.Append(read.GetRawText()); break;
            case JsonValueKind.Number when value.TryGetValue<double>(out var number): _text.Append(Float(number)); break;
            case JsonValueKind.Number when value.TryGetValue<float>(out var number):
                _text.Append(Float(double.Parse(number.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)));
                break;
            default: _text.Append(value.ToJsonString()); break;
        }
    }

    /// <summary>A number as Python's <c>repr</c> gives it: shortest digits, always with a point or an exponent.</summary>
    internal static string Float(double value)
    {
        if (double.IsNaN(value)) return "NaN";
        if (double.IsInfinity(value)) return value > 0 ? "Infinity" : "-Infinity";
        var shortest = value.ToString("E16", CultureInfo.InvariantCulture);
        var exponent = value == 0 ? 0 : int.Parse(shortest.AsSpan(shortest.IndexOf('E', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var sign = text.StartsWith('-') ? "-" : "";
        var mantissa = text.TrimStart('-');
        var mark = mantissa.IndexOf('E', StringComparison.Ordinal);
        if (mark >= 0) mantissa = mantissa[..mark];
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal).TrimStart('0').TrimEnd('0');
        if (digits.Length == 0) return sign + "0.0";
        if (exponent is < -4 or >= 16)
        {
            var fraction = digits.Length > 1 ? "." + digits[1..] : "";
            return $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        }
        if (exponent < 0) return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        if (digits.Length <= exponent + 1) return $"{sign}{digits.PadRight(exponent + 1, '0')}.0";
        return $"{sign}{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }

    private void WriteString(string value)
    {
        _text.Append('"');
        foreach (var character in value)
        {
            switch (character)
            {
                case '"': _text.Append("\\\""); break;
                case '\\': _text.Append("\\\\"); break;
                case '\n': _text.Append("\\n"); break;
                case '\r': _text.Append("\\r"); break;
                case '\t': _text.Append("\\t"); break;
                case '\b': _text.Append("\\b"); break;
                case '\f': _text.Append("\\f"); break;
                case < ' ' or > '~': _text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"); break;
                default: _text.Append(character); break;
            }
        }
        _text.Append('"');
    }

    private void NewLine(int depth) => _text.Append('\n').Append(' ', 2 * depth);
}
