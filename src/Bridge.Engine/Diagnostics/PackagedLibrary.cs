using System.Runtime.InteropServices;
using Bridge.Core;

namespace Bridge.Engine.Diagnostics;

/// <summary>Native libraries beside libtorch, which lie beside the program or in its runtimes folder.</summary>
internal static class PackagedLibrary
{
    /// <summary>That of the tokenizers and that of the image decoders.</summary>
    public static IEnumerable<NativeLibraryInfo> FindAll() => [Find("libhf_tokenizers.so", "texts cannot be encoded"), Find("libSkiaSharp.so", "images cannot be decoded")];

    private static NativeLibraryInfo Find(string name, string without)
    {
        string[] places = [.. ModuleFolder.LibraryFolders.Select(f => Path.Combine(f, name)), Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", name)];
        if (places.FirstOrDefault(File.Exists) is not { } path) return new NativeLibraryInfo(name, places[0], null, 0, false, $"is not there: {without}");
        var loaded = NativeLibrary.TryLoad(path, out _);
        return new NativeLibraryInfo(name, path, null, new FileInfo(path).Length, loaded, loaded ? null : "does not load");
    }
}
