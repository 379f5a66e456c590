using System.Text.Json.Nodes;

namespace Bridge.Configuration;

/// <summary>AdapterFusion's configuration, checked: <c>dynamic</c> (the defaults here) or <c>static</c>, with changes.</summary>
public sealed record FusionConfig
{
    /// <summary>The library's default: values are projected, and the loss keeps that projection near the identity.</summary>
    public static FusionConfig Dynamic { get; } = new();

    /// <summary>Without value projection.</summary>
    public static FusionConfig Static { get; } = new() { Value = false, Regularization = false, ValueInitialized = false };

    /// <summary>Whether adapter outputs are projected to keys.</summary>
    public bool Key { get; init; } = true;

    /// <summary>Whether the layer's output is projected to queries.</summary>
    public bool Query { get; init; } = true;

    /// <summary>Whether adapter outputs are projected to values.</summary>
    public bool Value { get; init; } = true;

    /// <summary>Whether queries are taken before the layer's norm.</summary>
    public bool QueryBeforeLn { get; init; }

    /// <summary>Whether the loss keeps the value projection near the identity.</summary>
    public bool Regularization { get; init; } = true;

    /// <summary>Whether the residual is added to the values before attention.</summary>
    public bool ResidualBefore { get; init; }

    /// <summary>Whether scores are divided by a temperature that falls.</summary>
    public bool Temperature { get; init; }

    /// <summary>Whether values are projected before they are weighed.</summary>
    public bool ValueBeforeSoftmax { get; init; } = true;

    /// <summary>Whether the value projection starts near the identity.</summary>
    public bool ValueInitialized { get; init; } = true;

    /// <summary>Dropout on the attention's weights; null is none.</summary>
    public double? DropoutProb { get; init; }

    /// <summary>Keys of a file that fusion does not know, kept so that writing gives them back.</summary>
    public ConfigMap Attributes { get; init; } = ConfigMap.Empty;

    /// <summary>Reads <c>static</c>, <c>dynamic[temperature=True]</c>, or JSON where the text begins with a brace.</summary>
    /// <exception cref="Bridge.Core.BridgeException">INVALID_ARGUMENT with every violation.</exception>
    public static FusionConfig Parse(string text, bool lenient = false) =>
        text.AsSpan().TrimStart().StartsWith("{") ? Read(ConfigJson.Parse(text), lenient) : FusionReader.Check(LibraryFusion.Load(text), lenient);

    /// <summary>Reads a dictionary in the library's form, or a whole adapter_fusion_config.json.</summary>
    /// <exception cref="Bridge.Core.BridgeException">INVALID_ARGUMENT with every violation.</exception>
    public static FusionConfig FromJson(JsonNode? json, bool lenient = false) => Read(ConfigJson.FromNode(json), lenient);

    /// <summary>Checks a document's values.</summary>
    /// <exception cref="Bridge.Core.BridgeException">INVALID_ARGUMENT with every violation.</exception>
    public static FusionConfig FromDocument(MethodDocument document, bool lenient = false) => FusionReader.Check(document, lenient);

    /// <summary>The configuration as the library holds it.</summary>
    public MethodDocument ToDocument() => FusionReader.ToDocument(this);

    /// <summary>The library's dictionary with kept keys.</summary>
    public JsonObject ToJson()
    {
        var document = ToDocument();
        return ConfigJson.ToObject(document.Values.With(document.Attributes.Texts));
    }

    /// <summary>This configuration with changed values.</summary>
    /// <exception cref="Bridge.Core.BridgeException">INVALID_ARGUMENT with every violation.</exception>
    public FusionConfig Replace(params IEnumerable<KeyValuePair<string, ConfigValue>> changes) =>
        FusionReader.Check((MethodDocument)LibraryConfig.Replace(ToDocument(), changes), lenient: true);

    /// <summary>The canonical text, or JSON where kept keys need it.</summary>
    public string Write() => FusionReader.Write(this);

    /// <summary>The canonical text.</summary>
    public override string ToString() => Write();

    private static FusionConfig Read(ConfigValue json, bool lenient) => FusionReader.Check(LibraryFusion.LoadFile(json), lenient);
}
