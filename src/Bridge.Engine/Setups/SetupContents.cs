using System.Globalization;
using Bridge.Checkpoints;
using Bridge.Configuration;
using Bridge.Core;

namespace Bridge.Engine.Setups;

/// <summary>A setup's folder with what its file names, and where each of it lies.</summary>
internal sealed class SetupContents
{
    private SetupContents(SetupFolder folder, SetupFile file)
    {
        (Folder, File) = (folder, file);
        Adapters = [.. (file.Setup?.Flatten() ?? []).Distinct()];
        Fusions = [.. Models.SetupBlocks.Fuses(file.Setup).Select(FusionOf).Distinct()];
        // Without a list the heads are those of the adapters' names, which need not be there.
        Heads = file.Heads is { } heads ? [.. heads.Heads] : folder.RootHead is null ? [.. Adapters.Where(folder.Heads.ContainsKey)] : [];
        Missing = [.. MissingParts()];
    }

    public SetupFolder Folder { get; }

    public SetupFile File { get; }

    public IReadOnlyList<string> Adapters { get; }

    public IReadOnlyList<string> Fusions { get; }

    public IReadOnlyList<string> Heads { get; }

    /// <summary>The heads that follow: those listed, or those of the adapters' names where all that the composition needs are there.</summary>
    public IReadOnlyList<string> ActiveHeads =>
        File.Heads is { } listed ? [.. listed.Heads] : File.Setup is { } setup && HeadSetup.For(setup) is { } route && route.Heads.All(Heads.Contains) ? [.. route.Heads] : [];

    /// <summary>Parts that the file names and the folder lacks.</summary>
    public IReadOnlyList<(SetupPartKind Kind, string Name)> Missing { get; }

    /// <summary>FILE_NOT_FOUND, CHECKPOINT_CORRUPT where it is no setup.</summary>
    public static SetupContents Open(string folder)
    {
        var contents = SetupFolder.Open(folder);
        try
        {
            return new SetupContents(contents, SetupFile.Read(contents.Config.ToJsonString()));
        }
        catch (BridgeException error) when (error.Code == ErrorCode.InvalidArgument)
        {
            throw BridgeException.Corrupt($"\"{Path.Combine(folder, SetupFolder.ConfigFile)}\": {error.Message}", ("path", folder), ("cause", error.Message));
        }
    }

    /// <summary>FILE_NOT_FOUND with everything that is missing: a setup is whole or not loaded.</summary>
    public void RequireWhole()
    {
        if (Missing.Count == 0) return;
        var named = string.Join(", ", Missing.Select(m => $"{Text(m.Kind)} \"{m.Name}\""));
        throw BridgeException.NotFound(ErrorReason.FileNotFound, $"setup \"{Folder.Path}\" is not whole: it names {named}, and has no folder of {(Missing.Count == 1 ? "it" : "them")}",
            ("path", Folder.Path), ("missing", named), ("count", Missing.Count));
    }

    /// <summary>Where a head lies.</summary>
    public string HeadFolder(string name) => Folder.Heads.TryGetValue(name, out var folder) ? folder : Folder.RootHead!;

    /// <summary>Every part of the folder that the file does not name.</summary>
    public IEnumerable<(SetupPartKind Kind, string Name)> Unused() =>
    [
        .. Folder.Adapters.Keys.Except(Adapters).Select(n => (SetupPartKind.Adapter, n)),
        .. Folder.Fusions.Keys.Except(Fusions).Select(n => (SetupPartKind.Fusion, n)),
        .. Folder.Heads.Keys.Except(Heads).Select(n => (SetupPartKind.Head, n)),
        .. Folder.RootHead is not null && Heads.All(Folder.Heads.ContainsKey) ? [(SetupPartKind.Head, "")] : Array.Empty<(SetupPartKind, string)>(),
        .. Folder.Embeddings.Keys.Where(n => n != File.Embedding).Select(n => (SetupPartKind.Embedding, n)),
    ];

    public static string Text(SetupPartKind kind) => kind == SetupPartKind.Embedding ? "token embeddings" : kind.ToString().ToLower(CultureInfo.InvariantCulture);

    private IEnumerable<(SetupPartKind, string)> MissingParts() =>
    [
        .. Adapters.Where(n => !(Folder.Adapters.TryGetValue(n, out var part) && AdapterFolder.Adapter.IsIn(part))).Select(n => (SetupPartKind.Adapter, n)),
        .. Fusions.Where(n => !(Folder.Fusions.TryGetValue(n, out var part) && AdapterFolder.Fusion.IsIn(part))).Select(n => (SetupPartKind.Fusion, n)),
        .. Heads.Where(n => Folder.RootHead is null && !(Folder.Heads.TryGetValue(n, out var part) && AdapterFolder.Head.IsIn(part))).Select(n => (SetupPartKind.Head, n)),
        .. File.Embedding is { } embedding && !Folder.Embeddings.ContainsKey(embedding) ? [(SetupPartKind.Embedding, embedding)] : Array.Empty<(SetupPartKind, string)>(),
    ];

    // Files of the library forget a fusion's own name: then it is the only one that was made for these adapters.
    private string FusionOf(Fuse block)
    {
        if (block.GivenName is not null || Folder.Fusions.ContainsKey(block.Name)) return block.Name;
        var adapters = block.Children.Select(c => c.Last()!).ToList();
        return Folder.Fusions.Where(f => FusionConfigFile.Read(AdapterFolder.Fusion.ReadConfig(f.Value).ToJsonString(), lenient: true).Adapters.SequenceEqual(adapters)).Select(f => f.Key).ToList() is [var only]
            ? only
            : block.Name;
    }
}
