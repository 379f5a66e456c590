using System.Reflection;
using System.Runtime.InteropServices;
using Bridge.Core;

namespace Bridge.Tokenization.Native;

/// <summary>
/// Finds Hugging Face's native library for Tokenizers.DotNet: in the folder of the variable BRIDGE_TOKENIZERS_DIR, beside the program, or in its
/// <c>runtimes</c> folder; elsewhere as the runtime would. Needed because a natively compiled C library is asked for by a host program whose folder is another.
/// </summary>
internal static class NativeLibraryResolver
{
    private const string Name = "hf_tokenizers";

    private static readonly Lazy<bool> Installed = new(() =>
    {
        NativeLibrary.SetDllImportResolver(typeof(Tokenizers.DotNet.Tokenizer).Assembly, Resolve);
        return true;
    });

    /// <summary>Installs it once a process.</summary>
    public static void Install() => _ = Installed.Value;

    /// <summary>Where the library is looked for.</summary>
    public static IEnumerable<string> Candidates()
    {
        var (prefix, suffix) = OperatingSystem.IsWindows() ? ("", ".dll") : OperatingSystem.IsMacOS() ? ("lib", ".dylib") : ("lib", ".so");
        var file = prefix + Name + suffix;
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        var architecture = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        if (Environment.GetEnvironmentVariable("BRIDGE_TOKENIZERS_DIR") is { Length: > 0 } given) yield return Path.Combine(given, file);
        foreach (var folder in ModuleFolder.LibraryFolders) yield return Path.Combine(folder, file);
        yield return Path.Combine(AppContext.BaseDirectory, "runtimes", $"{system}-{architecture}", "native", file);
    }

    private static nint Resolve(string libraryName, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (libraryName != Name) return 0;
        foreach (var candidate in Candidates())
        {
            if (File.Exists(candidate) && NativeLibrary.TryLoad(candidate, out var handle)) return handle;
        }
        return 0;
    }
}
