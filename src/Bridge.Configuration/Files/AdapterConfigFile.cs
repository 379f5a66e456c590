using System.Text.Json.Nodes;

namespace Bridge.Configuration;

/// <summary>An adapter's adapter_config.json: the configuration and what it was made for.</summary>
public sealed record AdapterConfigFile
{
    /// <summary>The library's version that our files name: readers need no repair of older ones.</summary>
    public const string LibraryVersion = "adapters.1.3.0";

    /// <summary>The configuration, with the library's repairs of older files done.</summary>
    public required AdapterConfig Config { get; init; }

    /// <summary>The adapter's name; null in files that lack it.</summary>
    public string? Name { get; init; }

    /// <summary>The base model's type: <c>bert</c>.</summary>
    public string? ModelType { get; init; }

    /// <summary>The base model's name or path.</summary>
    public string? ModelName { get; init; }

    /// <summary>The base model's class.</summary>
    public string? ModelClass { get; init; }

    /// <summary>The base model's hidden size; null where it has none of its own.</summary>
    public int? HiddenSize { get; init; }

    /// <summary>The adapter's type in files of the first version: <c>text_task</c>, <c>text_lang</c>.</summary>
    public string? Type { get; init; }

    /// <summary>Which library wrote it; null before versions were written.</summary>
    public string? Version { get; init; } = LibraryVersion;

    /// <summary>Other keys, kept.</summary>
    public ConfigMap Attributes { get; init; } = ConfigMap.Empty;

    /// <summary>Reads a file's text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="lenient">Whether unknown keys of the configuration may have values that would change results.</param>
    /// <exception cref="Bridge.Core.BridgeException">INVALID_ARGUMENT with every violation.</exception>
    public static AdapterConfigFile Read(string json, bool lenient = false) => Read(ConfigJson.Parse(json), lenient);

    /// <summary>Reads a file that is parsed already.</summary>
    /// <param name="json">The object.</param>
    /// <param name="lenient">Whether unknown keys of the configuration may have values that would change results.</param>
    /// <exception cref="Bridge.Core.BridgeException">INVALID_ARGUMENT with every violation.</exception>
    public static AdapterConfigFile FromJson(JsonObject json, bool lenient = false) => Read(ConfigJson.FromNode(json), lenient);

    /// <summary>The file's text, byte for byte as the library writes it.</summary>
    public string Write() => ConfigJson.WriteFile(ToMap());

    /// <summary>The file as an object.</summary>
    public JsonObject ToJson() => ConfigJson.ToObject(ToMap());

    private static AdapterConfigFile Read(ConfigValue json, bool lenient)
    {
        var file = FileFields.Of(json, "adapter_config.json");
        var version = file.Text("version");
        return new AdapterConfigFile
        {
            Config = ConfigReader.FromJson(LegacyFiles.Repair(file["config"], version), lenient),
            Name = file.Text("name"),
            ModelType = file.Text("model_type"),
            ModelName = file.Text("model_name"),
            ModelClass = file.Text("model_class"),
            HiddenSize = file.Integer("hidden_size"),
            Type = file.Text("type"),
            Version = version,
            Attributes = file.Rest("config"),
        };
    }

    private ConfigMap ToMap()
    {
        var fields = new List<KeyValuePair<string, ConfigValue>>
        {
            new("config", ConfigWriter.FileDictionary(Config)),
            new("hidden_size", HiddenSize is { } size ? size : ConfigValue.Null),
            new("model_class", ModelClass),
            new("model_name", ModelName),
            new("model_type", ModelType),
            new("name", Name),
        };
        if (Type is not null) fields.Add(new("type", Type));
        if (Version is not null) fields.Add(new("version", Version));
        return ConfigMap.Of(fields.Concat(Attributes.Texts));
    }
}
