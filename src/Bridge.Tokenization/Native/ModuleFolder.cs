using System.Runtime.InteropServices;

namespace Bridge.Tokenization.Native;

/// <summary>
/// The folder of the native file that holds this code where it was compiled natively: that of the C library, not of the program that loaded it. Unknown (null)
/// on the JIT, whose code lies in no file.
/// </summary>
internal static unsafe partial class ModuleFolder
{
    public static string? Path => OperatingSystem.IsLinux() ? Find() : null;

    private static string? Find()
    {
        if (System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported) return null;
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
