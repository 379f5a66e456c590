using System.Globalization;
using System.Numerics;

namespace Bridge.Configuration;

/// <summary>Puts a record's values into a document, numbers in the style that the library gives each key.</summary>
internal sealed class DocumentBuilder(ConfigSchema schema, ConfigMap attributes)
{
    private readonly Dictionary<string, ConfigValue> _values = [];
    private ConfigMap _attributes = attributes;

    /// <summary>A value; a hidden key goes to the attributes where it differs from the default.</summary>
    public ConfigValue this[string name]
    {
        set
        {
            if (schema.Find(name) is not { IsHidden: true } hidden) _values[name] = value;
            else if (!PythonEquality.AreEqual(value, hidden.Default!)) _attributes = _attributes.With(name, value);
        }
    }

    public void Number(string name, double? value) => this[name] = Number(value, schema.Find(name)!.WritesWholeNumbers);

    public void Integer(string name, long? value) => this[name] = value is { } v ? v : ConfigValue.Null;

    public void Layers(string name, ValueList<int> value) => this[name] = ConfigValue.List(value.Select(l => (ConfigValue)l));

    public void ReductionFactor(string name, ReductionFactor value)
    {
        var whole = schema.Find(name)!.WritesWholeNumbers;
        if (!value.IsMap) this[name] = Number(value.Default, whole);
        else
        {
            var entries = value.PerLayer.Select(e => KeyValuePair.Create(e.Key.ToString(CultureInfo.InvariantCulture), Number(e.Value, whole)));
            if (value.Default is { } otherwise) entries = entries.Append(KeyValuePair.Create("default", Number(otherwise, whole)));
            this[name] = ConfigMap.Of(entries);
        }
    }

    public MethodDocument Build()
    {
        if (schema.Architecture is { } architecture) _values["architecture"] = architecture;
        return new MethodDocument(schema, ConfigMap.Of(schema.Fields.Select(k => KeyValuePair.Create(k.Name, _values[k.Name]))), _attributes);
    }

    private static ConfigValue Number(double? value, bool whole)
    {
        if (value is not { } v) return ConfigValue.Null;
        return whole && double.IsFinite(v) && Math.Floor(v) == v ? new ConfigInteger(new BigInteger(v)) : new ConfigNumber(v);
    }
}
