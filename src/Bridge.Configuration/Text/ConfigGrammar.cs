using System.Text;
using System.Text.RegularExpressions;
using Bridge.Core;

namespace Bridge.Configuration;

/// <summary>
/// The string notation, <c>config := method ("|" method)*</c>, <c>method := NAME ["[" [KEY "=" value ("," KEY "=" value)*] "]"]</c>, exactly as the library
/// takes it: bars split first, wherever they stand; then each <c>word=</c> becomes a quoted key; then the whole is one Python dictionary.
/// </summary>
internal static partial class ConfigGrammar
{
    private const int MostCharacters = 65536;

    /// <summary>The text's document; null when something was wrong, which is in <paramref name="violations"/>.</summary>
    public static ConfigDocument? Read(string text, ViolationCollector violations, ValueList<MethodPreset>? presets = null)
    {
        presets ??= MethodPresets.All;
        if (text.Length > MostCharacters)
        {
            violations.Add(new ConfigViolation(ErrorReason.ConfigSyntax, "", $"a text of {text.Length} characters is too long; {MostCharacters} are allowed") { Found = text, Allowed = $"{MostCharacters}" });
            return null;
        }
        var methods = Split(text).Select(c => ReadMethod(text, c.Start, c.Length, presets, violations)).ToList();
        if (methods.Count == 1) return Single(methods[0], text, violations);
        var parts = methods.Select((m, i) => m is null ? null : Part(m, $"configs[{i}]", violations)).ToList();
        if (parts.Contains(null)) return null;
        var before = violations.Count;
        UnionRules.Check(parts!, i => $"configs[{i}].{methods[i]!.Preset.Name}", i => methods[i]!.Position, violations);
        return violations.Count > before ? null : new UnionDocument("ConfigUnion", ValueList.From(parts.OfType<MethodDocument>()));
    }

    private static ConfigDocument? Single(MethodText? method, string text, ViolationCollector violations)
    {
        if (method is null) return null;
        var preset = method.Preset;
        if (!preset.IsUnion) return Construct(preset.Parts[0], preset.Name, method, violations);
        // A union passes every key on to all its parts.
        var parts = preset.Parts.Select((p, i) => Construct(p, $"{preset.Name}[{i}]", method, violations)).ToList();
        if (parts.Contains(null)) return null;
        // The library makes the parts anew from their dictionaries, where each is of its architecture's base class.
        var plain = parts.Select(p => p! with { Schema = ConfigSchemas.ForArchitecture(p.Schema.Architecture)! });
        return new UnionDocument(text == preset.Name ? preset.ClassName : "ConfigUnion", ValueList.From(plain));
    }

    private static MethodDocument? Part(MethodText method, string field, ViolationCollector violations)
    {
        var preset = method.Preset;
        if (!preset.IsUnion) return Construct(preset.Parts[0], $"{field}.{preset.Name}", method, violations);
        violations.Add(new ConfigViolation(ErrorReason.ConfigType, field, $"{preset.Name} is a union itself and cannot be part of one; name its parts") { Position = method.Position, Found = preset.Name });
        return null;
    }

    private static MethodDocument? Construct(PresetPart part, string field, MethodText method, ViolationCollector violations) =>
        ConfigFactory.Construct(part.Schema, part.Values.Texts.Concat(method.Entries), field, method.Positions, violations);

    private static IEnumerable<(int Start, int Length)> Split(string text)
    {
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] != '|') continue;
            yield return (start, i - start);
            start = i + 1;
        }
    }

    private static MethodText? ReadMethod(string text, int start, int length, ValueList<MethodPreset> presets, ViolationCollector violations)
    {
        while (length > 0 && char.IsWhiteSpace(text[start])) (start, length) = (start + 1, length - 1);
        while (length > 0 && char.IsWhiteSpace(text[start + length - 1])) length--;
        var chunk = text.Substring(start, length);
        var match = Method().Match(chunk);
        if (!match.Success)
        {
            var why = chunk.Length == 0 ? "a method's name is missing" : $"\"{Clipped.Text(chunk)}\" is not NAME or NAME[KEY=value,...]";
            violations.Add(new ConfigViolation(ErrorReason.ConfigSyntax, "", why) { Position = start + Offender(chunk), Found = chunk, Allowed = "NAME[KEY=value,...]" });
            return null;
        }
        var name = match.Groups["name"].Value;
        var pairs = match.Groups["kvs"];
        var (entries, positions) = ReadPairs(pairs.Value, start + pairs.Index, name, violations);
        if (presets.FirstOrDefault(p => p.Name == name) is { } preset)
            return entries is null ? null : new MethodText(preset, start, entries, positions);
        var known = string.Join(", ", presets.Select(p => p.Name));
        violations.Add(new ConfigViolation(ErrorReason.ConfigUnknownMethod, name, $"no method is called \"{Clipped.Text(name)}\"; there are {known}")
        {
            Position = start,
            Nearest = Nearest.Of(name.Trim(), presets.Select(p => p.Name)),
            Found = name,
            Allowed = known,
        });
        return null;
    }

    // Where a method that is not NAME[...] goes wrong: at what follows a closing bracket, at a bracket without its partner, or at the end.
    private static int Offender(string chunk)
    {
        var open = chunk.IndexOf('[', StringComparison.Ordinal);
        var close = chunk.LastIndexOf(']');
        if (close >= 0 && (open < 0 || open == 0)) return open < 0 ? close : 0;
        if (open == 0) return 0;
        return close >= 0 && close < chunk.Length - 1 ? close + 1 : chunk.Length;
    }

    private static (List<KeyValuePair<string, ConfigValue>>? Entries, Dictionary<string, int> Positions) ReadPairs(string pairs, int start, string name, ViolationCollector violations)
    {
        var (quoted, origin) = QuoteKeys(pairs, start);
        var reader = new PythonLiteralReader(quoted, 1);
        var entries = new List<KeyValuePair<string, ConfigValue>>();
        var positions = new Dictionary<string, int>();
        var ok = true;
        while (true)
        {
            reader.SkipSpace();
            if (reader.AtEnd || (reader.Current == '}' && reader.Position == quoted.Length - 1)) break;
            var at = reader.Position;
            try
            {
                var key = reader.ReadValue();
                if (!reader.Take(':')) throw new LiteralException(at, "KEY=value is expected");
                var value = reader.ReadValue();
                if (key is not ConfigString text) throw new LiteralException(at, $"{key} is not a key's name");
                reader.SkipSpace();
                if (reader.Current != ',' && reader.Position != quoted.Length - 1) throw new LiteralException(reader.Position, "\",\" or \"]\" is expected");
                entries.Add(KeyValuePair.Create(text.Value, value));
                positions[text.Value] = origin[at];
            }
            catch (LiteralException e)
            {
                ok = false;
                var place = Math.Min(e.Position, origin.Length - 1);
                violations.Add(new ConfigViolation(ErrorReason.ConfigSyntax, name, e.Message) { Position = origin[place], Found = pairs, Allowed = "KEY=value" });
                reader = new PythonLiteralReader(quoted, NextComma(quoted, Math.Max(place, at)));
            }
            if (!reader.Take(',')) break;
        }
        return (ok ? entries : null, positions);
    }

    // The next comma outside brackets and quotes, so that what follows a mistake is read as well.
    private static int NextComma(string text, int from)
    {
        var depth = 0;
        for (var i = from; i < text.Length - 1; i++)
        {
            if (text[i] is '[' or '(' or '{') depth++;
            else if (text[i] is ']' or ')' or '}') depth--;
            else if (text[i] == ',' && depth <= 0) return i;
        }
        return text.Length - 1;
    }

    // "{" + pairs with each word= turned into 'word': + "}", and for each of its characters the place it came from.
    private static (string Text, int[] Origin) QuoteKeys(string pairs, int start)
    {
        var text = new StringBuilder("{");
        var origin = new List<int> { start };
        var last = 0;
        foreach (Match match in KeyBefore().Matches(pairs))
        {
            Copy(last, match.Index);
            Put('\'', match.Index);
            Copy(match.Index, match.Index + match.Length - 1);
            Put('\'', match.Index + match.Length - 1);
            Put(':', match.Index + match.Length - 1);
            last = match.Index + match.Length;
        }
        Copy(last, pairs.Length);
        Put('}', pairs.Length);
        return (text.ToString(), [.. origin]);

        void Put(char c, int place)
        {
            text.Append(c);
            origin.Add(start + place);
        }

        void Copy(int from, int to)
        {
            for (var i = from; i < to; i++) Put(pairs[i], i);
        }
    }

    [GeneratedRegex(@"^(?<name>[^\[\]\|\n]+)(?:\[(?<kvs>[^\n]*)\])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Method();

    [GeneratedRegex(@"\w+=", RegexOptions.CultureInvariant)]
    private static partial Regex KeyBefore();
}
