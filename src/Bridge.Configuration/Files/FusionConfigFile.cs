namespace Bridge.Configuration;

/// <summary>A fusion's adapter_fusion_config.json: the configuration, which adapters it joins, and what it was made for.</summary>
public sealed record FusionConfigFile
{
    /// <summary>The configuration.</summary>
    public required FusionConfig Config { get; init; }

    /// <summary>The fusion's name.</summary>
    public string? Name { get; init; }

    /// <summary>The adapters; null in files that lack them, where the name lists them.</summary>
    public ValueList<string>? AdapterNames { get; init; }

    /// <summary>The base model's type.</summary>
    public string? ModelType { get; init; }

    /// <summary>The base model's name or path.</summary>
    public string? ModelName { get; init; }

    /// <summary>The base model's class.</summary>
    public string? ModelClass { get; init; }

    /// <summary>The base model's hidden size.</summary>
    public int? HiddenSize { get; init; }

    /// <summary>Which library wrote it.</summary>
    public string? Version { get; init; } = AdapterConfigFile.LibraryVersion;

    /// <summary>Other keys, kept.</summary>
    public ConfigMap Attributes { get; init; } = ConfigMap.Empty;

    /// <summary>The adapters, from the name where the file does not list them.</summary>
    public ValueList<string> Adapters => AdapterNames ?? ValueList.From((Name ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Reads a file's text.</summary>
    /// <exception cref="Bridge.Core.BridgeException">INVALID_ARGUMENT with every violation.</exception>
    public static FusionConfigFile Read(string json, bool lenient = false)
    {
        var file = FileFields.Of(ConfigJson.Parse(json), "adapter_fusion_config.json");
        var config = file["config"] switch
        {
            ConfigString name => FusionConfig.Parse(name.Value),
            null or ConfigNull => FusionConfig.Parse(FusionPresets.Default),
            var value => FusionReader.Check(LibraryFusion.LoadFile(value), lenient),
        };
        return new FusionConfigFile
        {
            Config = config,
            Name = file.Text("name"),
            AdapterNames = file.Texts("adapter_names"),
            ModelType = file.Text("model_type"),
            ModelName = file.Text("model_name"),
            ModelClass = file.Text("model_class"),
            HiddenSize = file.Integer("hidden_size"),
            Version = file.Text("version"),
            Attributes = file.Rest("config"),
        };
    }

    /// <summary>The file's text, byte for byte as the library writes it.</summary>
    public string Write()
    {
        var document = Config.ToDocument();
        var fields = new List<KeyValuePair<string, ConfigValue>>
        {
            new("config", document.Values.With(document.Attributes.Texts)),
            new("hidden_size", HiddenSize is { } size ? size : ConfigValue.Null),
            new("model_class", ModelClass),
            new("model_name", ModelName),
            new("model_type", ModelType),
            new("name", Name),
        };
        if (AdapterNames is not null) fields.Add(new("adapter_names", ConfigValue.List(AdapterNames.Select(n => (ConfigValue)n))));
        if (Version is not null) fields.Add(new("version", Version));
        return ConfigJson.WriteFile(ConfigMap.Of(fields.Concat(Attributes.Texts)));
    }
}
