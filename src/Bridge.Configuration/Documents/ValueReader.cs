using System.Globalization;
using System.Numerics;
using Bridge.Core;

namespace Bridge.Configuration;

/// <summary>Takes a document's values as the types that records have, and notes each one that does not fit instead of stopping at it.</summary>
internal sealed class ValueReader(MethodDocument document, string field, ViolationCollector violations)
{
    /// <summary>Keys that the record keeps as they are.</summary>
    public required ConfigMap Attributes { get; init; }

    public bool Bool(string name) => Take(name, v => v is ConfigBool b ? b.Value : null as bool?);

    public int Int(string name) => (int)(Integer(name) ?? 0);

    public long? Integer(string name)
    {
        var (key, value) = Get(name);
        if (value is ConfigNull && key.IsOptional) return null;
        if (AsInteger(value) is not { } number)
        {
            Refuse(ErrorReason.ConfigType, key, value);
            return 0;
        }
        if (number >= (BigInteger)key.Bounds!.Minimum && number <= (BigInteger)key.Bounds.Maximum && number >= long.MinValue && number <= long.MaxValue) return (long)number;
        Refuse(ErrorReason.ConfigValueRange, key, value);
        return 0;
    }

    public double Number(string name) => OptionalNumber(name) ?? 0;

    public double? OptionalNumber(string name)
    {
        var (key, value) = Get(name);
        return value is ConfigNull && key.IsOptional ? null : Number(key, value, value);
    }

    public VeraValue? Vera(string name) =>
        OptionalNumber(name) is { } number ? new VeraValue(number, Get(name).Value is ConfigInteger) : null;

    public string? Text(string name)
    {
        var (key, value) = Get(name);
        if (value is ConfigString s) return s.Value;
        if (value is not ConfigNull || !key.IsOptional) Refuse(ErrorReason.ConfigType, key, value);
        return null;
    }

    /// <summary>Refuses any text but this one.</summary>
    public void Text(string name, string only)
    {
        var (key, value) = Get(name);
        if (value is not ConfigString text) Refuse(ErrorReason.ConfigType, key, value);
        else if (text.Value != only) Refuse(ErrorReason.ConfigValueRange, key, value);
    }

    public string? Activation(string name)
    {
        var text = Text(name);
        if (text is not null && !Activations.IsKnown(text)) Refuse(ErrorReason.ConfigValueRange, Get(name).Key, text, Nearest.Of(text, Activations.Names));
        return text;
    }

    /// <summary>The value that a table gives for the text; the table's first where the text is none of them.</summary>
    public T Choice<T>(string name, ValueList<KeyValuePair<string, T>> table) where T : struct => OptionalChoice(name, table) ?? table[0].Value;

    public T? OptionalChoice<T>(string name, ValueList<KeyValuePair<string, T>> table) where T : struct
    {
        var (key, value) = Get(name);
        if (value is ConfigNull && key.IsOptional) return null;
        if (value is not ConfigString text)
        {
            Refuse(ErrorReason.ConfigType, key, value);
            return null;
        }
        foreach (var (choice, meaning) in table)
            if (choice == text.Value) return meaning;
        Refuse(ErrorReason.ConfigValueRange, key, value, Nearest.Of(text.Value, key.Choices));
        return null;
    }

    public ValueList<int> Layers(string name) => LayerItems(Get(name));

    public LayerSelection LayerSelection(string name)
    {
        var (key, value) = Get(name);
        return value is ConfigString { Value: "all" } ? Bridge.Configuration.LayerSelection.All : new LayerSelection(LayerItems((key, value)));
    }

    public ValueList<string> Choices(string name)
    {
        var (key, value) = Get(name);
        if (value is not ConfigSequence list)
        {
            Refuse(ErrorReason.ConfigType, key, value);
            return [];
        }
        foreach (var item in list.Items)
        {
            if (item is not ConfigString text) Refuse(ErrorReason.ConfigType, key, value);
            else if (!key.Choices.Contains(text.Value)) Refuse(ErrorReason.ConfigValueRange, key, value, Nearest.Of(text.Value, key.Choices));
        }
        return ValueList.From(list.Items.OfType<ConfigString>().Select(s => s.Value));
    }

    public Scaling Scaling(string name)
    {
        var (key, value) = Get(name);
        switch (value)
        {
            case ConfigString { Value: "learned" }: return Bridge.Configuration.Scaling.Learned;
            case ConfigString { Value: "channel" }: return Bridge.Configuration.Scaling.Channel;
            case ConfigString text: Refuse(ErrorReason.ConfigValueRange, key, value, Nearest.Of(text.Value, key.Choices)); return 1;
            default: return Number(key, value, value);
        }
    }

    public ResidualPlacement Residual(string name)
    {
        var (key, value) = Get(name);
        switch (value)
        {
            case ConfigBool b: return b.Value ? ResidualPlacement.BeforeNorm : ResidualPlacement.AfterNorm;
            case ConfigString { Value: "post_add" }: return ResidualPlacement.PostAdd;
            case ConfigString text: Refuse(ErrorReason.ConfigValueRange, key, value, Nearest.Of(text.Value, key.Choices)); break;
            default: Refuse(ErrorReason.ConfigType, key, value); break;
        }
        return ResidualPlacement.BeforeNorm;
    }

    public ReductionFactor ReductionFactor(string name)
    {
        var (key, value) = Get(name);
        if (value is not ConfigMap map) return Number(key, value, value);
        var layers = new Dictionary<int, double>();
        double? otherwise = null;
        foreach (var (layer, factor) in map.Entries)
        {
            var number = Number(key, factor, value);
            // A file's keys are texts. A string may hold integers, which the library finds only after it has saved and loaded them; they mean the layer.
            var text = layer is ConfigString s ? s.Value : layer is ConfigInteger ? layer.PythonText : "";
            if (text == "default") otherwise = number;
            else if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && text == index.ToString(CultureInfo.InvariantCulture)) layers[index] = number;
            else Refuse(ErrorReason.ConfigValueRange, key, value);
        }
        return Bridge.Configuration.ReductionFactor.ByLayer(layers, otherwise);
    }

    /// <summary>Notes a rule between keys that does not hold.</summary>
    public void Require(bool holds, string name, string rule)
    {
        if (holds) return;
        var (key, value) = Get(name);
        violations.Add(Describe(ErrorReason.ConfigValueRange, key, value, $"{value} {rule}"));
    }

    private (ConfigKey Key, ConfigValue Value) Get(string name)
    {
        var key = document.Schema.Find(name)!;
        return (key, document[name] ?? ConfigValue.Null);
    }

    private T Take<T>(string name, Func<ConfigValue, T?> convert) where T : struct
    {
        var (key, value) = Get(name);
        if (convert(value) is { } result) return result;
        Refuse(ErrorReason.ConfigType, key, value);
        return default;
    }

    private double Number(ConfigKey key, ConfigValue value, ConfigValue shown)
    {
        double number;
        switch (value)
        {
            case ConfigInteger i: number = (double)i.Value; break;
            case ConfigNumber n: number = n.Value; break;
            default: Refuse(ErrorReason.ConfigType, key, shown); return 1;
        }
        if (key.Bounds!.Contains(number)) return number;
        Refuse(ErrorReason.ConfigValueRange, key, shown);
        return 1;
    }

    private ValueList<int> LayerItems((ConfigKey Key, ConfigValue Value) entry)
    {
        if (entry.Value is not ConfigSequence list)
        {
            Refuse(ErrorReason.ConfigType, entry.Key, entry.Value);
            return [];
        }
        var layers = new List<int>();
        foreach (var item in list.Items)
        {
            if (AsInteger(item) is not { } number) Refuse(ErrorReason.ConfigType, entry.Key, entry.Value);
            else if (number < 0 || number > int.MaxValue) Refuse(ErrorReason.ConfigValueRange, entry.Key, entry.Value);
            else layers.Add((int)number);
        }
        return ValueList.From(layers);
    }

    // 4.0 is taken for 4: JSON writers of other languages do not keep the difference.
    private static BigInteger? AsInteger(ConfigValue value) => value switch
    {
        ConfigInteger i => i.Value,
        ConfigNumber n when double.IsFinite(n.Value) && Math.Floor(n.Value) == n.Value => (BigInteger)n.Value,
        _ => null,
    };

    private void Refuse(ErrorReason reason, ConfigKey key, ConfigValue value, string? nearest = null)
    {
        var what = reason == ErrorReason.ConfigType ? "has the wrong type" : "is outside what is allowed";
        violations.Add(Describe(reason, key, value, $"{value} {what}: {key.Allowed}") with { Nearest = nearest });
    }

    private ConfigViolation Describe(ErrorReason reason, ConfigKey key, ConfigValue value, string description) => new(reason, ConfigFactory.Join(field, key.Name), description)
    {
        Position = document.Positions.TryGetValue(key.Name, out var position) ? position : null,
        Found = value.PythonText,
        Allowed = key.Allowed,
    };
}
