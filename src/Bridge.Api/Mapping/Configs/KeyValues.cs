using System.Globalization;
using Bridge.Configuration;

namespace Bridge.Api.Mapping.Configs;

/// <summary>Keys that a message gives, with their values.</summary>
internal sealed class KeyValues
{
    private readonly List<KeyValuePair<string, ConfigValue>> _entries = [];

    public ConfigMap Map => ConfigMap.Of(_entries);

    public void Add(string key, ConfigValue value) => _entries.Add(KeyValuePair.Create(key, value));

    public void AddIf(bool given, string key, ConfigValue value)
    {
        if (given) Add(key, value);
    }

    // An activation's empty text is the identity.
    public void AddActivation(bool given, string key, string value) => AddIf(given, key, value.Length == 0 ? ConfigValue.Null : value);

    public void AddLayers(string key, IReadOnlyCollection<int> layers) => AddIf(layers.Count > 0, key, ConfigValue.List(layers.Select(l => (ConfigValue)l)));

    public void AddTexts(string key, IReadOnlyCollection<string> texts) => AddIf(texts.Count > 0, key, ConfigValue.List(texts.Select(t => (ConfigValue)t)));

    public void AddDataType(V1.DataType type) =>
        AddIf(type != V1.DataType.Unspecified, "dtype", Enum.IsDefined(type) ? type.ToString().ToLowerInvariant() : ((int)type).ToString(CultureInfo.InvariantCulture));

    public void AddFactor(string key, V1.ReductionFactor? factor)
    {
        if (factor is null) return;
        if (factor.PerLayer.Count == 0 && factor.HasFactor) Add(key, factor.Factor);
        else
        {
            var layers = factor.PerLayer.OrderBy(l => l.Key.Length).ThenBy(l => l.Key, StringComparer.Ordinal).Select(l => KeyValuePair.Create(l.Key, (ConfigValue)l.Value));
            Add(key, ConfigMap.Of(factor.HasFactor ? layers.Append(KeyValuePair.Create("default", (ConfigValue)factor.Factor)) : layers));
        }
    }

    public void AddVera(string key, V1.VeraValue? value)
    {
        if (value is null) return;
        Add(key, value.Integer && double.IsInteger(value.Value) && Math.Abs(value.Value) < long.MaxValue ? (long)value.Value : (ConfigValue)value.Value);
    }
}
