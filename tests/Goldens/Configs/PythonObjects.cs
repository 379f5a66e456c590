using Bridge.Configuration;
using Bridge.Core;

namespace Goldens.Configs;

/// <summary>Makes what a label of the golden data says: <c>MAMConfig(adapter=SeqBnConfig(reduction_factor=4))</c>.</summary>
internal sealed class PythonObjects(string text)
{
    private int _position;

    /// <summary>A <see cref="ConfigDocument"/> or a <see cref="ConfigValue"/>.</summary>
    public static object Make(string text) => new PythonObjects(text).Read();

    /// <summary>A document of the class with these values.</summary>
    public static ConfigDocument Construct(string className, ConfigMap values) => className switch
    {
        "MAMConfig" => LibraryConfig.MixAndMatch(),
        "UniPELTConfig" => LibraryConfig.UniPelt(),
        _ => LibraryConfig.Construct(Schema(className), values),
    };

    public static ConfigSchema Schema(string className) =>
        ConfigSchemas.Find(className) ?? throw BridgeException.Invalid(ErrorReason.ConfigType, $"{className} is abstract or unknown", ("class", className));

    private object Read()
    {
        var end = _position;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_')) end++;
        if (end < text.Length && end > _position && text[end] == '(')
        {
            var name = text[_position..end];
            _position = end + 1;
            return Call(name);
        }
        // A literal: up to the comma or parenthesis that closes it.
        var (start, depth, quote) = (_position, 0, '\0');
        while (_position < text.Length)
        {
            var c = text[_position];
            if (quote != '\0') quote = c == quote ? '\0' : quote;
            else if (c is '\'' or '"') quote = c;
            else if (c is '[' or '{' or '(') depth++;
            else if (c is ']' or '}' || (c == ')' && depth > 0)) depth--;
            else if ((c is ',' or ')') && depth == 0) break;
            _position++;
        }
        var values = (MethodDocument)LibraryConfig.Load($"lora[r={text[start.._position]}]")!;
        return values.Values["r"]!;
    }

    private object Call(string name)
    {
        var positional = new List<object>();
        var named = new Dictionary<string, object>();
        while (text[_position] != ')')
        {
            while (text[_position] is ' ' or ',') _position++;
            var equals = _position;
            while (equals < text.Length && (char.IsLetterOrDigit(text[equals]) || text[equals] == '_')) equals++;
            if (text[equals] == '=')
            {
                var key = text[_position..equals];
                _position = equals + 1;
                named[key] = Read();
            }
            else positional.Add(Read());
        }
        _position++;
        ConfigDocument? Part(int index, string key) => index < positional.Count ? (ConfigDocument)positional[index] : named.TryGetValue(key, out var value) ? (ConfigDocument)value : null;
        switch (name)
        {
            case "MAMConfig": return LibraryConfig.MixAndMatch(Part(0, "prefix_tuning"), Part(1, "adapter"));
            case "UniPELTConfig": return LibraryConfig.UniPelt(Part(0, "prefix_tuning"), Part(1, "adapter"), Part(2, "lora"));
            case "ConfigUnion": return LibraryConfig.Union([.. positional.Cast<ConfigDocument>()]);
        }
        var schema = Schema(name);
        foreach (var (key, value) in schema.Fields.Zip(positional)) named[key.Name] = value;
        return LibraryConfig.Construct(schema, ConfigMap.Of(named.Select(n => KeyValuePair.Create(n.Key, (ConfigValue)n.Value))));
    }
}
