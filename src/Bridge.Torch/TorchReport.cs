namespace Bridge.Torch;

/// <summary>What was loaded from where, and how it was set.</summary>
/// <param name="Folder">Folder of the native libraries.</param>
/// <param name="FolderSource">What named that folder: a variable, the executable's folder, the repository.</param>
/// <param name="Flavor"><c>cpu</c> or <c>cuda</c>.</param>
/// <param name="Version">Version of libtorch as it says itself.</param>
/// <param name="Libraries">Every native library.</param>
/// <param name="Devices">Devices that work: <c>cpu</c>, <c>cuda:0</c> ...</param>
/// <param name="Threads">Threads of one operation.</param>
/// <param name="ThreadsSource">What decided the number.</param>
/// <param name="MklDispatch">Whether MKL's fast path is forced.</param>
/// <param name="MklDispatchReason">Why it is, or is not.</param>
/// <param name="MklLinear">Whether linear maps in float32 are MKL's, not oneDNN's: where its AVX-512 code runs.</param>
/// <param name="Allocator">How the allocator is set.</param>
/// <param name="LoadTime">How long loading took.</param>
public sealed record TorchReport(
    string Folder,
    string FolderSource,
    string Flavor,
    string Version,
    IReadOnlyList<NativeLibraryReport> Libraries,
    IReadOnlyList<string> Devices,
    int Threads,
    string ThreadsSource,
    bool MklDispatch,
    string MklDispatchReason,
    bool MklLinear,
    AllocatorMode Allocator,
    TimeSpan LoadTime);
