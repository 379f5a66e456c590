using System.Buffers;
using System.Text.Json.Nodes;
using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>
/// A setup of AdapterHub: <c>adapter_setup.json</c> with the composition, beside it one folder an adapter, fusion and head, named as they are, and token embeddings where they are
/// not the model's. A head may share the folder of the adapter of its name; that of a model class with one nameless head lies in the setup's folder itself.
/// </summary>
public sealed class SetupFolder
{
    /// <summary>Name of the file with the composition.</summary>
    public const string ConfigFile = "adapter_setup.json";

    private const string EmbeddingFile = "embedding.pt";

    private static readonly SearchValues<char> NoFolderCharacters = SearchValues.Create("/\\:*?\"<>|");

    private SetupFolder(string path, JsonObject config)
    {
        Path = path;
        Config = config;
        var folders = Directory.EnumerateDirectories(path).Order(StringComparer.Ordinal)
            .Select(folder => (Name: System.IO.Path.GetFileName(folder), Folder: folder)).Where(part => !part.Name.StartsWith('.')).ToList();
        Adapters = In(AdapterFolder.Adapter, folders);
        Fusions = In(AdapterFolder.Fusion, folders);
        Heads = In(AdapterFolder.Head, folders);
        Embeddings = folders.Where(part => File.Exists(System.IO.Path.Combine(part.Folder, EmbeddingFile))).ToDictionary(part => part.Name, part => part.Folder, StringComparer.Ordinal);
        RootHead = AdapterFolder.Head.IsIn(path) ? path : null;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The file with the composition: <c>adapter_setup</c>, <c>head_setup</c>, <c>version</c>.</summary>
    public JsonObject Config { get; }

    /// <summary>The composition, as the library's dictionary.</summary>
    public JsonNode? AdapterSetup => Config["adapter_setup"];

    /// <summary>The active heads: a name, a list, a dictionary, or null.</summary>
    public JsonNode? HeadSetup => Config["head_setup"];

    /// <summary>Adapters by name: their folders.</summary>
    public IReadOnlyDictionary<string, string> Adapters { get; }

    /// <summary>Fusions by name: their folders.</summary>
    public IReadOnlyDictionary<string, string> Fusions { get; }

    /// <summary>Heads by name: their folders.</summary>
    public IReadOnlyDictionary<string, string> Heads { get; }

    /// <summary>Token embeddings by name: their folders.</summary>
    public IReadOnlyDictionary<string, string> Embeddings { get; }

    /// <summary>The folder itself where it holds a nameless head.</summary>
    public string? RootHead { get; }

    /// <summary>Whether a folder is a setup.</summary>
    public static bool IsOne(string folder) => File.Exists(System.IO.Path.Combine(folder, ConfigFile));

    /// <summary>Reads a setup's composition and finds its parts. FILE_NOT_FOUND, CHECKPOINT_CORRUPT.</summary>
    public static SetupFolder Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var config = JsonFile.Read(System.IO.Path.Combine(folder, ConfigFile));
        if (config["adapter_setup"] is not (null or JsonObject or JsonValue))
            throw CheckpointErrors.Corrupt(System.IO.Path.Combine(folder, ConfigFile), "adapter_setup", "a list", "a composition's dictionary, a name or null");
        return new SetupFolder(folder, config);
    }

    /// <summary>
    /// Writes a setup as a whole: the old one is there until the new one is complete. A user's own files in the folder stay. A name that cannot be a folder's is ARGUMENT_INVALID.
    /// </summary>
    public static void Save(string folder, JsonObject config, IReadOnlyList<SetupPart> parts)
    {
        foreach (var part in parts.Where(p => p.Name.Length > 0 || p.Kind != AdapterFolder.Head)) CheckName(part.Name);
        Save(folder, config, fresh =>
        {
            foreach (var part in parts) part.Kind.Write(System.IO.Path.Combine(fresh, part.Name), part.Config, part.Tensors, part.Format);
        });
    }

    /// <summary>The same for parts that write themselves, each into the folder of its name (<see cref="PartFolder"/>) below the one that <paramref name="write"/> gets.</summary>
    public static void Save(string folder, JsonObject config, Action<string> write) => AtomicFolder.Write(
        folder,
        fresh =>
        {
            write(fresh);
            // the library sorts the keys of every file but this one
            JsonFile.Write(System.IO.Path.Combine(fresh, ConfigFile), config, sortKeys: false);
        },
        Owns);

    /// <summary>The folder of a part. A name that cannot be a folder's is ARGUMENT_INVALID.</summary>
    public static string PartFolder(string folder, string name)
    {
        CheckName(name);
        return System.IO.Path.Combine(folder, name);
    }

    // Asked about the folder itself and those of the parts that are written.
    private static bool Owns(string path)
    {
        var name = path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..];
        return path == ConfigFile || AdapterFolder.Adapter.Owns(name) || AdapterFolder.Fusion.Owns(name) || AdapterFolder.Head.Owns(name) || name == EmbeddingFile;
    }

    private static void CheckName(string name)
    {
        if (name.Length is 0 or > 200 || name[0] == '.' || name.AsSpan().ContainsAny(NoFolderCharacters) || name.Any(char.IsControl))
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid,
                $"name \"{name}\" cannot be a folder's; allowed: 1 to 200 characters, none of / \\ : * ? \" < > |, no dot first",
                ("found", name), ("what", "name"));
    }

    private static Dictionary<string, string> In(AdapterFolder kind, List<(string Name, string Folder)> folders) =>
        folders.Where(part => kind.IsIn(part.Folder) || File.Exists(System.IO.Path.Combine(part.Folder, kind.ConfigFile)))
            .ToDictionary(part => part.Name, part => part.Folder, StringComparer.Ordinal);
}
