using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Bridge.Training.Tests.Support;

/// <summary>libtorch is loaded before any test names a tensor. One thread: the models here are tiny.</summary>
internal static class TorchLoading
{
    [ModuleInitializer]
    internal static void Load()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Bridge.sln"))) folder = folder.Parent;
        NativeLibrary.Load(Path.Combine(folder!.FullName, "artifacts/torch/cpu/linux-x64/libLibTorchSharp.so"));
        OneThread();
    }

    // Of its own, so that the loader above is through before anything touches the type.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void OneThread() => set_num_threads(1);
}
