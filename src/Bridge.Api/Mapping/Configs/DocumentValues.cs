using Bridge.Configuration;
using Bridge.Core;

namespace Bridge.Api.Mapping.Configs;

/// <summary>Values of a checked configuration, by key.</summary>
internal readonly struct DocumentValues(MethodDocument document)
{
    public bool Bool(string key) => Get(key) is ConfigBool { Value: true };

    public int Int(string key) => (int)(Long(key) ?? 0);

    public long? Long(string key) => Get(key) is ConfigInteger i ? (long)i.Value : Get(key) is ConfigNumber n ? (long)n.Value : null;

    public double Number(string key) => OptionalNumber(key) ?? 0;

    public double? OptionalNumber(string key) => Number(Get(key));

    public string? Text(string key) => Get(key) is ConfigString s ? s.Value : null;

    // The identity is the empty text.
    public string Activation(string key) => Text(key) ?? "";

    public IEnumerable<int> Ints(string key) => Get(key) is ConfigSequence list ? list.Items.OfType<ConfigInteger>().Select(i => (int)i.Value) : [];

    public IEnumerable<string> Texts(string key) => Get(key) is ConfigSequence list ? list.Items.OfType<ConfigString>().Select(s => s.Value) : [];

    public V1.DataType DataType(string key) =>
        Text(key) is { } text && Enum.TryParse<V1.DataType>(text, ignoreCase: true, out var type) ? type : V1.DataType.Unspecified;

    public V1.VeraValue? Vera(string key) =>
        OptionalNumber(key) is { } value ? new V1.VeraValue { Value = value, Integer = Get(key) is ConfigInteger } : null;

    public V1.ReductionFactor Factor(string key)
    {
        var factor = new V1.ReductionFactor();
        if (Get(key) is not ConfigMap map)
        {
            factor.Factor = Number(key);
            return factor;
        }
        foreach (var (layer, value) in map.Texts)
        {
            var number = Number(value) ?? 0;
            if (layer == "default") factor.Factor = number;
            else factor.PerLayer[layer] = number;
        }
        return factor;
    }

    public ConfigValue Get(string key) =>
        document[key] ?? throw BridgeException.Of(ErrorCode.Internal, ErrorReason.InvariantBroken, $"{document.ClassName} has no key {key}", ("key", key), ("class", document.ClassName));

    private static double? Number(ConfigValue value) => value switch
    {
        ConfigInteger i => (double)i.Value,
        ConfigNumber n => n.Value,
        _ => null,
    };
}
