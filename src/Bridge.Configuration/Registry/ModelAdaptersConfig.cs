using Bridge.Core;

namespace Bridge.Configuration;

/// <summary>
/// Which adapters and fusions a model has and how they are configured, as the reference library keeps it in a model's configuration: names point to
/// identifiers or to hashes in a map of configurations. Not safe for several threads.
/// </summary>
public sealed class ModelAdaptersConfig
{
    private readonly Dictionary<string, ConfigValue> _adapters = [];
    private readonly Dictionary<string, ConfigDocument> _configs = [];
    private readonly Dictionary<string, string> _aliases = [];
    private readonly Dictionary<string, string> _fusions = [];
    private readonly Dictionary<string, MethodDocument> _fusionConfigs = [];
    private readonly Dictionary<string, ValueList<string>> _fusionNames = [];

    /// <summary>The adapters' names.</summary>
    public IReadOnlyCollection<string> Names => _adapters.Keys;

    /// <summary>Reads what <see cref="ToDictionary"/> writes, and the pairs (type, identifier) of the first version.</summary>
    /// <exception cref="BridgeException">INVALID_ARGUMENT where a configuration cannot be read.</exception>
    public static ModelAdaptersConfig FromDictionary(ConfigMap dictionary)
    {
        var result = new ModelAdaptersConfig();
        foreach (var (name, value) in Entries(dictionary, "adapters"))
            result._adapters[name] = value is ConfigSequence { Kind: SequenceKind.Tuple, Items: [var type, var identifier] } ? identifier.IsTruthy ? identifier : type : value;
        foreach (var (name, value) in Entries(dictionary, "config_map"))
        {
            if (value is ConfigString identifier) result._aliases[name] = identifier.Value;
            else if (value is ConfigMap map && LibraryConfig.Load(map) is { } config) result._configs[name] = config;
        }
        foreach (var (name, value) in Entries(dictionary, "fusions")) result._fusions[name] = Text(value);
        foreach (var (name, value) in Entries(dictionary, "fusion_config_map"))
            if (value is ConfigMap map) result._fusionConfigs[name] = LibraryFusion.Load(map);
        foreach (var (name, value) in Entries(dictionary, "fusion_name_map"))
            if (value is ConfigSequence list) result._fusionNames[name] = ValueList.From(list.Items.Select(Text));
        return result;
    }

    /// <summary>The configuration of an adapter, or null for one that is not there.</summary>
    /// <exception cref="BridgeException">INVALID_ARGUMENT where the entry is no name.</exception>
    public ConfigDocument? Get(string adapter)
    {
        if (!_adapters.TryGetValue(adapter, out var entry)) return null;
        if (entry is not ConfigString { Value: var name })
            throw BridgeException.Invalid(ErrorReason.ConfigType, $"adapter \"{adapter}\": {entry} is not the name of a configuration", ("adapter", adapter), ("found", entry));
        if (_configs.TryGetValue(name, out var config)) return config;
        if (_aliases.TryGetValue(name, out var alias)) name = alias;
        return LibraryConfig.Identifier(name);
    }

    /// <summary>The part of an adapter's configuration that is of this class, acts in the layer and has the location's key set; or null.</summary>
    /// <param name="adapter">The adapter.</param>
    /// <param name="className">The class, or one it derives from.</param>
    /// <param name="layer">The layer, or null for any.</param>
    /// <param name="location">A key that must be set, such as <c>output_adapter</c>; null for any.</param>
    /// <exception cref="BridgeException">INVALID_ARGUMENT where two parts match.</exception>
    public MethodDocument? Match(string adapter, string className, int? layer = null, string? location = null)
    {
        var parts = Get(adapter) switch { MethodDocument method => [method], UnionDocument union => union.Parts, _ => ValueList.From<MethodDocument>([]) };
        var found = parts.Where(p => p.Schema.Is(className) && ActsIn(p, layer) && (location is null || p[location] is { IsTruthy: true })).ToList();
        if (found.Count <= 1) return found.FirstOrDefault();
        throw BridgeException.Invalid(ErrorReason.CompositionInvalid, $"adapter \"{adapter}\": {found.Count} parts of its union act in layer {layer} at {location}; one can",
            ("adapter", adapter), ("layer", layer), ("location", location));
    }

    /// <summary>Adds an adapter with a configuration by identifier.</summary>
    /// <exception cref="BridgeException">ALREADY_EXISTS, or INVALID_ARGUMENT for an identifier that is not known.</exception>
    public void Add(string adapter, string identifier = MethodPresets.Default)
    {
        CheckNew(adapter);
        if (MethodPresets.Find(identifier) is null && !_configs.ContainsKey(identifier) && !_aliases.ContainsKey(identifier))
            throw BridgeException.Invalid(ErrorReason.ConfigUnknownMethod, $"adapter \"{adapter}\": no configuration is called \"{identifier}\"", ("adapter", adapter), ("found", identifier));
        _adapters[adapter] = identifier;
    }

    /// <summary>Adds an adapter with a configuration, which is kept under its hash.</summary>
    /// <exception cref="BridgeException">ALREADY_EXISTS.</exception>
    public void Add(string adapter, ConfigDocument config) => Add(adapter, config, ConfigHash.Of(config));

    /// <summary>Adds an adapter with a configuration that a dictionary gives, which is kept under the dictionary's hash.</summary>
    /// <exception cref="BridgeException">ALREADY_EXISTS, or INVALID_ARGUMENT where it cannot be read.</exception>
    public void Add(string adapter, ConfigMap dictionary)
    {
        var config = LibraryConfig.Load(dictionary) ?? throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"adapter \"{adapter}\": its configuration is empty", ("adapter", adapter));
        Add(adapter, config, ConfigHash.Of(dictionary.Texts));
    }

    /// <summary>Adds a fusion with a configuration by identifier.</summary>
    /// <exception cref="BridgeException">ALREADY_EXISTS, or INVALID_ARGUMENT for an identifier that is not known.</exception>
    public void AddFusion(ValueList<string> adapters, string identifier = FusionPresets.Default, string? name = null)
    {
        var key = NewFusion(adapters, name);
        if (FusionPresets.Find(identifier) is null && !_fusionConfigs.ContainsKey(identifier))
            throw BridgeException.Invalid(ErrorReason.ConfigUnknownMethod, $"fusion \"{key}\": no configuration is called \"{identifier}\"; there are static and dynamic", ("fusion", key), ("found", identifier));
        _fusions[key] = identifier;
    }

    /// <summary>Adds a fusion with a configuration, which is kept under its hash.</summary>
    /// <exception cref="BridgeException">ALREADY_EXISTS.</exception>
    public void AddFusion(ValueList<string> adapters, MethodDocument config, string? name = null)
    {
        var key = NewFusion(adapters, name);
        var hash = ConfigHash.Of(config);
        _fusionConfigs[hash] = config;
        _fusions[key] = hash;
    }

    /// <summary>A fusion's configuration and adapters, or nulls for one that is not there.</summary>
    public (MethodDocument? Config, ValueList<string>? Adapters) GetFusion(string name)
    {
        if (!_fusions.TryGetValue(name, out var config)) return (null, null);
        var document = _fusionConfigs.TryGetValue(config, out var found) ? found : FusionPresets.Find(config) is null ? null : LibraryFusion.Load(config);
        return (document, _fusionNames.TryGetValue(name, out var adapters) ? adapters : ValueList.From(name.Split(',')));
    }

    /// <summary>The value that all these adapters have under a key.</summary>
    /// <exception cref="BridgeException">INVALID_ARGUMENT where they differ, NOT_FOUND where an adapter is not there.</exception>
    public ConfigValue? CommonValue(IReadOnlyList<string> adapters, string key)
    {
        ConfigValue? common = null;
        for (var i = 0; i < adapters.Count; i++)
        {
            var config = Get(adapters[i]) ?? throw BridgeException.NotFound(ErrorReason.AdapterNotFound, $"adapter \"{adapters[i]}\" is not there", ("adapter", adapters[i]));
            var value = config.Items.FirstOrDefault(item => item.Key == key).Value ?? ConfigValue.Null;
            if (i > 0 && !PythonEquality.AreEqual(value, common!))
                throw BridgeException.Invalid(ErrorReason.ConfigValueRange, $"adapter \"{adapters[i]}\": {key} is {value}, but {common} for those before it; one value is needed",
                    ("adapter", adapters[i]), ("key", key), ("found", value), ("allowed", common));
            common = value;
        }
        return common;
    }

    /// <summary>All of it, as the library writes it.</summary>
    public ConfigMap ToDictionary() => ConfigMap.Of(
    [
        new("adapters", Map(_adapters.Select(a => KeyValuePair.Create(a.Key, a.Value)))),
        new("config_map", Map(_configs.Select(c => KeyValuePair.Create(c.Key, (ConfigValue)c.Value.ToDictionary())).Concat(_aliases.Select(a => KeyValuePair.Create(a.Key, (ConfigValue)a.Value))))),
        new("fusions", Map(_fusions.Select(f => KeyValuePair.Create(f.Key, (ConfigValue)f.Value)))),
        new("fusion_config_map", Map(_fusionConfigs.Select(c => KeyValuePair.Create(c.Key, (ConfigValue)c.Value.ToDictionary())))),
        new("fusion_name_map", Map(_fusionNames.Select(n => KeyValuePair.Create(n.Key, (ConfigValue)ConfigValue.List(n.Value.Select(a => (ConfigValue)a)))))),
    ]);

    private static bool ActsIn(MethodDocument part, int? layer) =>
        layer is null || part["leave_out"] is not ConfigSequence left || !left.Items.Any(i => PythonEquality.AreEqual(i, layer.Value));

    private static IEnumerable<KeyValuePair<string, ConfigValue>> Entries(ConfigMap dictionary, string key) => dictionary[key] is ConfigMap map ? map.Texts : [];

    private static ConfigMap Map(IEnumerable<KeyValuePair<string, ConfigValue>> entries) => ConfigMap.Of(entries);

    private static string Text(ConfigValue value) => value is ConfigString s ? s.Value : value.PythonText;

    private void Add(string adapter, ConfigDocument config, string hash)
    {
        CheckNew(adapter);
        _configs[hash] = config;
        _adapters[adapter] = hash;
    }

    private void CheckNew(string adapter)
    {
        if (_adapters.ContainsKey(adapter))
            throw BridgeException.Of(ErrorCode.AlreadyExists, ErrorReason.AdapterNameTaken, $"adapter \"{adapter}\" is already there", ("adapter", adapter));
    }

    private string NewFusion(ValueList<string> adapters, string? name)
    {
        var key = name ?? string.Join(',', adapters);
        if (_fusions.ContainsKey(key))
            throw BridgeException.Of(ErrorCode.AlreadyExists, ErrorReason.AdapterNameTaken, $"fusion \"{key}\" is already there", ("fusion", key));
        if (name is not null) _fusionNames[name] = adapters;
        return key;
    }
}
