using Bridge.Core;

namespace Bridge.Configuration;

/// <summary>A setup's adapter_setup.json: which adapters act together and which heads follow.</summary>
public sealed record SetupFile
{
    /// <summary>The adapters; null for none.</summary>
    public Composition? Setup { get; init; }

    /// <summary>The heads; null where the adapters' names say them.</summary>
    public HeadSetup? Heads { get; init; }

    /// <summary>The token embeddings that act, which the library's files do not tell; null for the model's own.</summary>
    public string? Embedding { get; init; }

    /// <summary>Which library wrote it.</summary>
    public string? Version { get; init; } = AdapterConfigFile.LibraryVersion;

    /// <summary>Other keys, kept.</summary>
    public ConfigMap Attributes { get; init; } = ConfigMap.Empty;

    /// <summary>Reads a file's text.</summary>
    /// <exception cref="BridgeException">INVALID_ARGUMENT with the offending node.</exception>
    public static SetupFile Read(string json)
    {
        var file = FileFields.Of(ConfigJson.Parse(json), "adapter_setup.json");
        return new SetupFile
        {
            Setup = file["adapter_setup"] is null or ConfigNull ? null : Composition.FromDictionary(file["adapter_setup"]!, asSaved: true),
            Heads = HeadSetup.FromValue(file["head_setup"]),
            Embedding = file.Text("token_embedding"),
            Version = file.Text("version"),
            Attributes = file.Rest("adapter_setup", "head_setup", "token_embedding"),
        };
    }

    /// <summary>The file's text, as the library writes it and with what it forgets (<see cref="Composition.ToJson"/>).</summary>
    public string Write()
    {
        var fields = new List<KeyValuePair<string, ConfigValue>>
        {
            new("adapter_setup", Setup is null ? ConfigValue.Null : CompositionJson.Write(Setup.AsBlock())),
            new("head_setup", Heads?.ToValue() ?? ConfigValue.Null),
        };
        if (Embedding is not null) fields.Add(new("token_embedding", Embedding));
        if (Version is not null) fields.Add(new("version", Version));
        return ConfigJson.WriteFile(ConfigMap.Of(fields.Concat(Attributes.Texts)), sortKeys: false);
    }
}
