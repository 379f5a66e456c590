using System.Runtime.InteropServices;
using Bridge.Core;

namespace Bridge.Torch.Loading;

/// <summary>The folder of the native libraries, and what named it.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Source">What named it.</param>
internal sealed record TorchFolder(string Path, string Source)
{
    internal const string Entry = "libLibTorchSharp.so";
    internal const string Dispatch = "libbridge_mkl_dispatch.so";
    internal const string Allocator = "libbridge_allocator.so";
    internal const string Scalars = "libbridge_scalars.so";

    private static readonly string[] Required = [Entry, "libtorch.so", "libtorch_cpu.so", "libc10.so"];

    /// <summary><c>cuda</c> where the CUDA part of libtorch lies in the folder.</summary>
    public string Flavor => File.Exists(System.IO.Path.Combine(Path, "libtorch_cuda.so")) ? "cuda" : "cpu";

    public static TorchFolder Find(TorchOptions options)
    {
        if (options.Folder is { Length: > 0 } given) return Checked(new TorchFolder(System.IO.Path.GetFullPath(given), "options"));
        if (Environment.GetEnvironmentVariable("BRIDGE_TORCH_DIR") is { Length: > 0 } variable)
            return Checked(new TorchFolder(System.IO.Path.GetFullPath(variable), "BRIDGE_TORCH_DIR"));

        var searched = new List<string>();
        foreach (var beside in ModuleFolder.LibraryFolders)
            if (Below(beside, searched) is { } found) return Checked(found);
        var places = string.Join(", ", searched);
        throw NotFound($"libtorch: no {Entry} in {places}; run `./bridge setup`, or set BRIDGE_TORCH_DIR to the folder that holds it",
            Entry, places, null);
    }

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>
    /// Another libtorch of the host (a Python with torch of its own) is no neighbour to one whose symbols it would take the place of: where the other was
    /// loaded for all to see, where it bears the same name (the loader then takes it for the one that ours ask for), or where this one has unique symbols
    /// still, which staging takes away.
    /// </summary>
    /// <param name="maps">The lines of <c>/proc/self/maps</c>.</param>
    /// <param name="global">Whether libtorch's symbols are found from the host's program.</param>
    internal void RequireSeparate(IEnumerable<string> maps, bool global)
    {
        foreach (var line in maps)
        {
            var slash = line.IndexOf('/', StringComparison.Ordinal);
            if (slash < 0 || line[slash..] is not { } file || !System.IO.Path.GetFileName(file).StartsWith("libtorch_cpu.so", StringComparison.Ordinal)) continue;
            if (Real(file) == Real(PathOf("libtorch_cpu.so"))) continue;
            var named = System.IO.Path.GetFileName(file) == "libtorch_cpu.so";
            if (!global && !named && !ElfSymbols.HasUnique(PathOf("libtorch_cpu.so")) && !ElfSymbols.HasUnique(PathOf("libc10.so"))) return;
            var why = global ? "in a way that all libraries see (RTLD_GLOBAL, or linked to the program)"
                : named ? "and two of one name cannot be told apart"
                : "and the one here has unique symbols: stage it with `./bridge setup`";
            throw NotFound($"libtorch: this process has loaded {file} already, {why}; the one here is {PathOf("libtorch_cpu.so")}: use the service from this process, or set BRIDGE_TORCH_DIR to the other's folder if its version is the same",
                file, Path, null);
        }
    }

    // A mapped file may be gone since.
    private static string Real(string file) =>
        (File.Exists(file) ? File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName : null) ?? System.IO.Path.GetFullPath(file);

    private static TorchFolder? Below(string beside, List<string> searched)
    {
        searched.Add(beside);
        if (File.Exists(System.IO.Path.Combine(beside, Entry))) return new TorchFolder(beside, "beside the program");
        var rid = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";
        for (var folder = new DirectoryInfo(beside); folder != null; folder = folder.Parent)
        {
            var stage = System.IO.Path.Combine(folder.FullName, "artifacts", "torch");
            if (!Directory.Exists(stage)) continue;
            foreach (var flavor in new[] { "cuda", "cpu" })
            {
                var candidate = System.IO.Path.Combine(stage, flavor, rid);
                searched.Add(candidate);
                if (File.Exists(System.IO.Path.Combine(candidate, Entry))) return new TorchFolder(candidate, "the repository's artifacts");
            }
        }
        return null;
    }

    internal static BridgeException NotFound(string message, string file, string folder, Exception? inner) => new(
        ErrorCode.Unimplemented, ErrorReason.RuntimeNotFound, message,
        new Dictionary<string, string> { ["file"] = file, ["folder"] = folder }, inner: inner);

    private static TorchFolder Checked(TorchFolder folder)
    {
        foreach (var name in Required)
        {
            if (!File.Exists(folder.PathOf(name)))
                throw NotFound($"libtorch: {name} is missing in {folder.Path} ({folder.Source}); run `./bridge setup`, or set BRIDGE_TORCH_DIR to a folder that holds "
                    + string.Join(", ", Required), name, folder.Path, null);
        }
        return folder;
    }
}
