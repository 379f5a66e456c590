using Bridge.Configuration;
using Bridge.Core;

namespace Goldens.Configs;

/// <summary>fusion.json: AdapterFusion's configurations.</summary>
internal static class FusionGoldens
{
    public static IEnumerable<GoldenLine> Lines(ConfigMap file)
    {
        foreach (var entry in file.Maps("load"))
            yield return new GoldenLine(entry.Text("label"), () => Compare(entry, () => Load(entry["input"]!, entry.Map("kwargs"))));
        foreach (var (name, entry) in file.Map("classes").Texts)
            yield return new GoldenLine(name, () => Compare((ConfigMap)entry, () => LibraryConfig.Construct(PythonObjects.Schema(name), ConfigMap.Empty)));
        foreach (var entry in file.Maps("replace"))
            yield return new GoldenLine($"{entry.Text("class")}.replace{entry["changes"]}", () => Compare(
                entry, () => (MethodDocument)LibraryConfig.Replace(LibraryConfig.Construct(PythonObjects.Schema(entry.Text("class")), ConfigMap.Empty), entry.Map("changes").Texts)));
        foreach (var (name, hash) in file.Map("hashes").Texts)
            yield return new GoldenLine($"hash of {name}", () => GoldenMaps.Difference("hash", hash, ConfigHash.Of(LibraryFusion.Load(name))));
    }

    private static MethodDocument Load(ConfigValue input, ConfigMap overrides) => input switch
    {
        ConfigString text => LibraryFusion.Load(text.Value, overrides.Texts),
        ConfigMap map when map["file"] is { } file => LibraryFusion.LoadFile(file),
        ConfigMap map => LibraryFusion.Load(map, overrides.Texts),
        _ => LibraryFusion.LoadFile(input),
    };

    private static string? Compare(ConfigMap entry, Func<MethodDocument> action)
    {
        if (entry["error"] is ConfigMap error) return ErrorKinds.Difference(error, () => action().Values);
        var document = action();
        return (entry["class"] is { } name && entry["changes"] is null ? GoldenMaps.Difference("class", name, document.ClassName) : null)
            ?? GoldenMaps.Difference("result", entry["result"], document.Values)
            ?? GoldenMaps.Difference("attributes outside to_dict", entry["attributes_outside_to_dict"] ?? ConfigMap.Empty, document.Attributes)
            ?? Typed(document);
    }

    private static string? Typed(MethodDocument document)
    {
        try
        {
            var config = FusionConfig.FromDocument(document, lenient: true);
            if (!PythonEquality.AreEqual(config.ToDocument().Values, document.Values)) return $"the record differs: {config.ToDocument().Values}";
            return FusionConfig.Parse(config.Write(), lenient: true) == config && FusionConfig.FromJson(config.ToJson(), lenient: true) == config ? null : $"{config.Write()} does not give it back";
        }
        catch (BridgeException e)
        {
            return e.Reason is ErrorReason.ConfigType or ErrorReason.ConfigValueRange ? null : $"refused with {e.Reason}: {e.Message}";
        }
    }
}
