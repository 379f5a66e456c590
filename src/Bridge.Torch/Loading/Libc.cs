using System.Runtime.InteropServices;

namespace Bridge.Torch.Loading;

/// <summary>The few functions of glibc that loading needs.</summary>
internal static partial class Libc
{
    internal const int RtldNow = 2;
    internal const int RtldGlobal = 0x100;

    [LibraryImport("libc.so.6", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint Open(string path, int flags);

    [LibraryImport("libc.so.6", EntryPoint = "dlerror")]
    internal static partial nint LastError();

    [LibraryImport("libc.so.6", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetVariable(string name, string value, int overwrite);

    /// <summary>MADV_COLLAPSE, of Linux 6.1: what is there already moves to huge pages too.</summary>
    internal const int Collapse = 25;

    [LibraryImport("libc.so.6", EntryPoint = "madvise")]
    internal static partial int Advise(nint address, nint size, int advice);
}
