using System.Runtime.InteropServices;
using Bridge.Core;
using Bridge.Images;
using Bridge.Tokenization;

namespace Bridge.Engine.Diagnostics;

/// <summary>Native libraries beside libtorch, where their packages would find them.</summary>
internal static class PackagedLibrary
{
    /// <summary>That of the tokenizers and that of the image decoders.</summary>
    public static IEnumerable<NativeLibraryInfo> FindAll() => [Find(TokenizerLibrary.Finder, "texts cannot be encoded"), Find(ImageLibrary.Finder, "images cannot be decoded")];

    private static NativeLibraryInfo Find(NativeLibraryFinder finder, string without)
    {
        string[] places = [.. finder.Candidates];
        if (places.FirstOrDefault(File.Exists) is not { } path) return new NativeLibraryInfo(finder.FileName, places[0], null, 0, false, $"is not there: {without}");
        var loaded = NativeLibrary.TryLoad(path, out _);
        return new NativeLibraryInfo(finder.FileName, path, null, new FileInfo(path).Length, loaded, loaded ? null : "does not load");
    }
}
