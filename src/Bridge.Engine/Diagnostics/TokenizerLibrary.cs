using System.Runtime.InteropServices;
using Bridge.Core;

namespace Bridge.Engine.Diagnostics;

/// <summary>The native part of the tokenizers, which lies beside the program or in its runtimes folder.</summary>
internal static class TokenizerLibrary
{
    private const string Name = "libhf_tokenizers.so";

    public static NativeLibraryInfo Find()
    {
        string[] places = [.. ModuleFolder.LibraryFolders.Select(f => Path.Combine(f, Name)), Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", Name)];
        if (places.FirstOrDefault(File.Exists) is not { } path) return new NativeLibraryInfo(Name, places[0], null, 0, false, "is not there: texts cannot be encoded");
        var loaded = NativeLibrary.TryLoad(path, out _);
        return new NativeLibraryInfo(Name, path, null, new FileInfo(path).Length, loaded, loaded ? null : "does not load");
    }
}
