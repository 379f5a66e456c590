using System.Text.Json.Nodes;
using Bridge.Adapters;
using Bridge.Adapters.Storage;
using Bridge.Configuration;
using Goldens.Running;

namespace Goldens.Cases;

/// <summary>
/// Settings that the library neither saves nor shows in <c>to_dict</c>. There is one: whether ReFT subtracts the projection, an attribute of its classes. That it was off shows in
/// <c>reload</c>: a fresh library model that loads the folder computes something else.
/// </summary>
internal static class LostSettings
{
    /// <summary>The configuration that ran, where it is not the saved one; else null.</summary>
    public static AdapterConfig? Of(GoldenCase golden, AdapterConfig config) =>
        config is ReftConfig { SubtractProjection: true } reft && golden.Text("reload") is not null ? reft with { SubtractProjection = false } : null;

    /// <summary>Loads a copy of the folder whose configuration says what ran.</summary>
    public static Adapter Load(AdapterSet adapters, string folder, string name, AdapterConfig ran, AdapterLoadOptions options)
    {
        var copy = Directory.CreateTempSubdirectory("goldens");
        try
        {
            foreach (var file in Directory.EnumerateFiles(folder)) File.Copy(file, Path.Combine(copy.FullName, Path.GetFileName(file)));
            var path = Path.Combine(copy.FullName, "adapter_config.json");
            var saved = JsonNode.Parse(File.ReadAllText(path))!;
            saved["config"] = ran.ToJson();
            File.Delete(path);
            File.WriteAllText(path, saved.ToJsonString());
            return adapters.Load(copy.FullName, name, options);
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }
}
