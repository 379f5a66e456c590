using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Bridge.Core;

/// <summary>
/// The folder of the file that holds this code: that of the C library, not of the program that loaded it; on the JIT, of the assembly.
/// </summary>
public static unsafe partial class ModuleFolder
{
    /// <summary>The folder, or null.</summary>
    public static string? Path => OperatingSystem.IsLinux() ? Find() : null;

    /// <summary>Where native libraries of ours may lie: in this folder or one named <c>adapterbridge</c> in it, then in the program's. Existing or not, most likely first.</summary>
    public static IEnumerable<string> LibraryFolders
    {
        get
        {
            if (Path is { } own)
            {
                yield return own;
                yield return System.IO.Path.Combine(own, "adapterbridge");
                if (own == AppContext.BaseDirectory.TrimEnd('/')) yield break;
            }
            // Empty where a native program hosts .NET.
            if (AppContext.BaseDirectory.TrimEnd('/') is { Length: > 0 } program) yield return program;
        }
    }

    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "the location is asked for on the JIT only, where assemblies are files")]
    private static string? Find()
    {
        if (System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported) return System.IO.Path.GetDirectoryName(typeof(ModuleFolder).Assembly.Location);
        delegate*<void> here = &Marker;
        if (FindModule((nint)here, out var found) == 0 || found.FileName == 0) return null;
        var file = Marshal.PtrToStringUTF8(found.FileName);
        return string.IsNullOrEmpty(file) ? null : System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(file));
    }

    private static void Marker()
    {
    }

    [LibraryImport("libc.so.6", EntryPoint = "dladdr")]
    private static partial int FindModule(nint address, out Module found);

    [StructLayout(LayoutKind.Sequential)]
    private struct Module
    {
        public nint FileName;
        public nint Base;
        public nint SymbolName;
        public nint SymbolAddress;
    }
}
