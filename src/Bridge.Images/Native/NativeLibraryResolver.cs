using System.Reflection;
using System.Runtime.InteropServices;
using Bridge.Core;

namespace Bridge.Images.Native;

/// <summary>
/// Finds the native library for SkiaSharp: in the folder of the variable BRIDGE_SKIA_DIR, beside the program, or in a folder <c>adapterbridge</c> beside the C
/// library; elsewhere as the runtime would. Nothing is loaded before the first image.
/// </summary>
internal static class NativeLibraryResolver
{
    private const string Name = "libSkiaSharp";

    private static readonly Lazy<bool> Installed = new(() =>
    {
        NativeLibrary.SetDllImportResolver(typeof(SkiaSharp.SKCodec).Assembly, Resolve);
        return true;
    });

    /// <summary>Installs it once a process.</summary>
    public static void Install() => _ = Installed.Value;

    /// <summary>Where the library is looked for.</summary>
    public static IEnumerable<string> Candidates()
    {
        var file = Name + (OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so");
        if (Environment.GetEnvironmentVariable("BRIDGE_SKIA_DIR") is { Length: > 0 } given) yield return Path.Combine(given, file);
        foreach (var folder in ModuleFolder.LibraryFolders) yield return Path.Combine(folder, file);
    }

    /// <summary>The error where it is in none of them.</summary>
    public static BridgeException Missing(Exception inner)
    {
        var places = string.Join(", ", Candidates());
        return new BridgeException(ErrorCode.Unimplemented, ErrorReason.RuntimeNotFound,
            $"the native library {Name} is in none of {places}; set BRIDGE_SKIA_DIR to the folder that holds it",
            new Dictionary<string, string> { ["file"] = Name, ["folder"] = places }, inner: inner);
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
