using System.Reflection;
using System.Runtime.InteropServices;

namespace Bridge.Core;

/// <summary>
/// Finds the native library of a package: in the folder that a variable names, in <see cref="ModuleFolder.LibraryFolders"/>, or in the program's <c>runtimes</c> folder; elsewhere as the
/// runtime would. Needed because a natively compiled C library is asked for by a host program whose folder is another.
/// </summary>
public sealed class NativeLibraryFinder
{
    private readonly string _name;
    private readonly string _variable;
    private readonly Lazy<bool> _installed;

    /// <summary>Looks for nothing yet.</summary>
    /// <param name="name">The library as the package imports it.</param>
    /// <param name="variable">The environment variable that may name its folder.</param>
    /// <param name="package">The assembly that imports it.</param>
    public NativeLibraryFinder(string name, string variable, Assembly package)
    {
        (_name, _variable) = (name, variable);
        _installed = new(() =>
        {
            NativeLibrary.SetDllImportResolver(package, Resolve);
            return true;
        });
    }

    /// <summary>Name of the library's file on this system.</summary>
    public string FileName => (OperatingSystem.IsWindows() || _name.StartsWith("lib", StringComparison.Ordinal) ? "" : "lib") + _name
        + (OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so");

    /// <summary>Where the file is looked for, in order; full paths, existing or not.</summary>
    public IEnumerable<string> Candidates
    {
        get
        {
            var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
            var architecture = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64";
            if (Environment.GetEnvironmentVariable(_variable) is { Length: > 0 } given) yield return Path.Combine(Path.GetFullPath(given), FileName);
            foreach (var folder in ModuleFolder.LibraryFolders) yield return Path.Combine(folder, FileName);
            yield return Path.Combine(AppContext.BaseDirectory, "runtimes", $"{system}-{architecture}", "native", FileName);
        }
    }

    /// <summary>From now on the package's imports are looked for here; loads nothing. May be called again.</summary>
    public void Install() => _ = _installed.Value;

    /// <summary>RUNTIME_NOT_FOUND, for a library that the runtime did not find either.</summary>
    public BridgeException Missing(Exception inner)
    {
        var places = string.Join(", ", Candidates);
        return new BridgeException(ErrorCode.Unimplemented, ErrorReason.RuntimeNotFound, $"the native library {_name} is in none of {places}; set {_variable} to the folder that holds it",
            new Dictionary<string, string> { ["file"] = _name, ["folder"] = places }, inner: inner);
    }

    private nint Resolve(string libraryName, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (libraryName != _name) return 0;
        foreach (var candidate in Candidates)
            if (File.Exists(candidate) && NativeLibrary.TryLoad(candidate, out var handle)) return handle;
        return 0;
    }
}
