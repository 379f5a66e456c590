using System.Text.Json.Nodes;

namespace Bridge.Configuration;

/// <summary>
/// The configuration of an adapter, checked. One sealed record a method; property names are the reference library's keys in C# casing and the defaults are
/// its defaults. Values are compared by content.
/// </summary>
public abstract record AdapterConfig
{
    private protected AdapterConfig()
    {
    }

    /// <summary>Keys of a file that the method does not know, kept so that writing gives them back.</summary>
    public ConfigMap Attributes { get; init; } = ConfigMap.Empty;

    /// <summary>Reads the string notation (<c>lora[r=4]|seq_bn</c>), or JSON where the text begins with a brace.</summary>
    /// <param name="text">The text.</param>
    /// <param name="lenient">Whether unknown keys of JSON may have values that would change results.</param>
    /// <exception cref="Bridge.Core.BridgeException">INVALID_ARGUMENT with every violation, their positions and nearest keys.</exception>
    public static AdapterConfig Parse(string text, bool lenient = false) => ConfigReader.Parse(text, lenient);

    /// <summary>Reads a dictionary in the library's form, or a whole adapter_config.json, of which it takes the part "config".</summary>
    /// <param name="json">The object.</param>
    /// <param name="lenient">Whether unknown keys may have values that would change results.</param>
    /// <exception cref="Bridge.Core.BridgeException">INVALID_ARGUMENT with every violation.</exception>
    public static AdapterConfig FromJson(JsonNode? json, bool lenient = false) => ConfigReader.FromJson(ConfigJson.FromNode(json), lenient);

    /// <summary>Checks a document's values.</summary>
    /// <param name="document">As read.</param>
    /// <param name="lenient">Whether unknown keys may have values that would change results.</param>
    /// <exception cref="Bridge.Core.BridgeException">INVALID_ARGUMENT with every violation.</exception>
    public static AdapterConfig FromDocument(ConfigDocument document, bool lenient = false) => ConfigReader.FromDocument(document, lenient);

    /// <summary>The configuration as the library holds it.</summary>
    public abstract ConfigDocument ToDocument();

    /// <summary>The library's dictionary with kept and hidden keys, as files hold it.</summary>
    public JsonObject ToJson() => ConfigJson.ToObject(ConfigWriter.FileDictionary(this));

    /// <summary>This configuration with changed values; for a union the changes go to every part.</summary>
    /// <param name="changes">Keys as files write them, and values.</param>
    /// <exception cref="Bridge.Core.BridgeException">INVALID_ARGUMENT with every violation.</exception>
    public AdapterConfig Replace(params IEnumerable<KeyValuePair<string, ConfigValue>> changes) => ConfigReader.Replace(this, [.. changes]);

    /// <summary>
    /// This configuration acting in fewer layers, as when an adapter is loaded with layers left out. The library cannot leave out layers of a union or of
    /// methods that name the layers they act in; such configurations stay as they are.
    /// </summary>
    /// <param name="layers">The layers, counted from 0, to leave out beside those that already are.</param>
    public AdapterConfig WithLeaveOut(params IEnumerable<int> layers)
    {
        ValueList<int> Joined(ValueList<int> before) => ValueList.From(before.Concat(layers).Distinct().Order());
        return this switch
        {
            BottleneckConfig c => c with { LeaveOut = Joined(c.LeaveOut) },
            LoraConfig c => c with { LeaveOut = Joined(c.LeaveOut) },
            MtlLoraConfig c => c with { LeaveOut = Joined(c.LeaveOut) },
            PrefixTuningConfig c => c with { LeaveOut = Joined(c.LeaveOut) },
            _ => this,
        };
    }

    /// <summary>The canonical text: the nearest identifier and the keys that differ from it, or JSON where the string notation cannot say it.</summary>
    public string Write() => ConfigWriter.Write(this);

    /// <summary>The canonical text.</summary>
    public sealed override string ToString() => Write();
}
