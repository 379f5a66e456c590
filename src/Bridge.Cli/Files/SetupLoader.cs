using Bridge.Checkpoints;
using Bridge.Configuration;
using Bridge.Core;
using Bridge.Engine;

namespace Bridge.Cli.Files;

/// <summary>Loads what a folder holds onto a model: a whole setup, or one adapter.</summary>
internal static class SetupLoader
{
    private const string SetupName = "adapter_setup.json";

    /// <summary>Loads a folder and answers how its adapters act and which heads follow. FILE_NOT_FOUND where it holds neither.</summary>
    public static async Task<SetupFile> LoadAsync(BridgeEngine engine, string model, string folder, CancellationToken cancellation)
    {
        if (SetupFolder.IsOne(folder)) return await LoadSetupAsync(engine, model, folder, cancellation);
        if (!AdapterFolder.Adapter.IsIn(folder))
            throw BridgeException.NotFound(ErrorReason.FileNotFound, $"\"{folder}\" holds no setup and no adapter: neither {SetupName} nor {AdapterFolder.Adapter.ConfigFile} with weights is in it",
                ("path", folder), ("allowed", $"{SetupName}, {AdapterFolder.Adapter.ConfigFile}"));
        var loaded = await engine.Adapters.LoadAsync(new AdapterLoadRequest { Model = model, Folder = folder }, cancellation);
        return new SetupFile { Setup = loaded.Adapter.Name, Heads = loaded.Head is { } head ? new HeadSetup([head.Name]) : null };
    }

    private static async Task<SetupFile> LoadSetupAsync(BridgeEngine engine, string model, string folder, CancellationToken cancellation)
    {
        var setup = SetupFile.Read(await File.ReadAllTextAsync(Path.Combine(folder, SetupName), cancellation));
        foreach (var name in setup.Setup?.Flatten() ?? [])
        {
            var part = Path.Combine(folder, name);
            await engine.Adapters.LoadAsync(new AdapterLoadRequest { Model = model, Folder = part, Name = name }, cancellation);
        }
        return setup;
    }
}
