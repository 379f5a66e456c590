using Bridge.Checkpoints;
using Bridge.Configuration;
using Bridge.Core;
using Bridge.Engine;

namespace Bridge.Cli.Files;

/// <summary>Loads what a folder holds onto a model: a whole setup, or one adapter.</summary>
internal static class SetupLoader
{
    /// <summary>
    /// Loads a folder and answers what acts in calls. FILE_NOT_FOUND where it holds neither, and where it is a setup that lacks a part: a missing adapter, fusion or head is never
    /// a silent base model.
    /// </summary>
    public static async Task<ForwardRequest> LoadAsync(BridgeEngine engine, ForwardRequest request, string folder, CancellationToken cancellation)
    {
        if (SetupFolder.IsOne(folder))
        {
            var loaded = await engine.Setups.LoadAsync(new SetupLoadRequest { Model = request.Model, Folder = folder }, cancellation);
            return request with { Setup = loaded.Setup, UseBase = loaded.Setup is null, Heads = request.WithoutHead ? [] : loaded.HeadNames, Embedding = loaded.Embedding };
        }
        if (!AdapterFolder.Adapter.IsIn(folder))
            throw BridgeException.NotFound(ErrorReason.FileNotFound, $"\"{folder}\" holds no setup and no adapter: neither {SetupFolder.ConfigFile} nor {AdapterFolder.Adapter.ConfigFile} with weights is in it",
                ("path", folder), ("allowed", $"{SetupFolder.ConfigFile}, {AdapterFolder.Adapter.ConfigFile}"));
        var adapter = await engine.Adapters.LoadAsync(new AdapterLoadRequest { Model = request.Model, Folder = folder }, cancellation);
        return request with { Setup = new Leaf(adapter.Adapter.Name), Heads = request.WithoutHead || adapter.Head is not { } head ? [] : [head.Name] };
    }

    /// <summary>Loads one folder of an adapter, fusion or head, whichever it is, and answers what it is. A fusion's adapters must be there.</summary>
    public static async Task<string> LoadPartAsync(BridgeEngine engine, string model, string folder, CancellationToken cancellation)
    {
        if (AdapterFolder.Adapter.IsIn(folder))
        {
            var loaded = await engine.Adapters.LoadAsync(new AdapterLoadRequest { Model = model, Folder = folder }, cancellation);
            return loaded.Head is null ? $"adapter {loaded.Adapter.Name}" : $"adapter {loaded.Adapter.Name} with head {loaded.Head.Name}";
        }
        if (AdapterFolder.Fusion.IsIn(folder)) return $"fusion {(await engine.Fusions.LoadAsync(model, folder, null, cancellation)).Name}";
        if (AdapterFolder.Head.IsIn(folder)) return $"head {(await engine.Heads.LoadAsync(model, folder, null, cancellation)).Name}";
        throw BridgeException.NotFound(ErrorReason.FileNotFound, $"\"{folder}\" holds no adapter, fusion or head with its weights", ("path", folder));
    }
}
