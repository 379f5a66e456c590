using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Bridge.Core;
using Bridge.Torch.Native;
using TorchSharp;

namespace Bridge.Torch.Loading;

/// <summary>
/// Loads libtorch in the one order that works: the MKL dispatch library (its symbol must win), then TorchSharp's library by full path (TorchSharp
/// later finds it by name), and only then, in a method of its own, anything that touches the class <c>torch</c>: its static constructor would
/// look for the libraries by itself.
/// </summary>
internal static class TorchLoader
{
    /// <summary><c>at::globalContext()</c>, which every libtorch has.</summary>
    private const string GlobalContext = "_ZN2at13globalContextEv";

    private const string Intel = "GenuineIntel";

    public static TorchReport Load(TorchOptions options)
    {
        var clock = Stopwatch.StartNew();
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture is not (Architecture.X64 or Architecture.Arm64))
            throw TorchFolder.NotFound($"libtorch: {RuntimeInformation.RuntimeIdentifier} is not supported; linux-x64 is", TorchFolder.Entry, "", null);
        var folder = TorchFolder.Find(options);
        folder.RequireSeparate(File.ReadLines("/proc/self/maps"), NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), GlobalContext, out _));
        var processor = Processor.Read();
        var libraries = new List<NativeLibraryReport>();
        ShortenSpin(options);
        var (dispatch, reason) = LoadDispatch(folder, options, processor, libraries);
        using var reserve = new HeapReserve();
        var entry = LoadEntry(folder);
        var core = NativeLibrary.Load(folder.PathOf("libtorch_cpu.so"));
        Resolver.Register(entry, core);
        LoadScalars(folder, libraries);
        var version = CheckVersion(folder);
        var allocator = TensorMemory.Install(folder, options, libraries);
        var (threads, source) = Threads(options, processor);
        var devices = Start(threads);
        foreach (var name in new[] { TorchFolder.Entry, "libtorch.so", "libtorch_cpu.so", "libc10.so" })
            libraries.Add(NativeLibraryReport.Of(folder.PathOf(name), name == TorchFolder.Entry ? torchSharpVersion() : version));
        foreach (var path in Directory.EnumerateFiles(folder.Path, "libgomp*")) libraries.Add(NativeLibraryReport.Of(path));
        return new TorchReport(folder.Path, folder.Source, folder.Flavor, version, libraries, devices, threads, source, dispatch, reason,
            processor.Avx512 && (dispatch || processor.Vendor == Intel), allocator, clock.Elapsed);

        static string? torchSharpVersion() => typeof(torch).Assembly.GetName().Version?.ToString(3);
    }

    /// <summary>
    /// A thread that waits for another spins for some milliseconds before it sleeps, which on a machine with other work to do takes the time of the one it
    /// waits for (seven times slower, seen on two busy cores). OpenMP reads its spin count when it is loaded.
    /// </summary>
    private static void ShortenSpin(TorchOptions options)
    {
        if (options.ShortSpin) _ = Libc.SetVariable("GOMP_SPINCOUNT", "2000", overwrite: 0);
    }

    private static (bool On, string Reason) LoadDispatch(TorchFolder folder, TorchOptions options, Processor processor, List<NativeLibraryReport> libraries)
    {
        var mode = options.MklDispatch ?? Environment.GetEnvironmentVariable("BRIDGE_MKL_DISPATCH") switch
        {
            null or "" or "auto" => MklDispatchMode.Auto,
            "vendor" => MklDispatchMode.Vendor,
            var other => throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"BRIDGE_MKL_DISPATCH: \"{other}\" is not one of auto, vendor",
                ("variable", "BRIDGE_MKL_DISPATCH"), ("value", other), ("allowed", "auto, vendor")),
        };
        if (mode == MklDispatchMode.Vendor) return (false, "BRIDGE_MKL_DISPATCH=vendor");
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64) return (false, "this libtorch has no MKL");
        if (processor.Vendor == Intel) return (false, "an Intel processor takes MKL's fast path by itself");
        var path = folder.PathOf(TorchFolder.Dispatch);
        if (!File.Exists(path)) return (false, $"{TorchFolder.Dispatch} is missing in {folder.Path}");
        var handle = Libc.Open(path, Libc.RtldNow | Libc.RtldGlobal);
        var error = handle == 0 ? Marshal.PtrToStringUTF8(Libc.LastError()) ?? "dlopen failed" : null;
        libraries.Add(NativeLibraryReport.Of(path, error: error));
        return handle == 0 ? (false, error!) : (true, $"the processor is {processor.Vendor}'s");
    }

    private static nint LoadEntry(TorchFolder folder)
    {
        try
        {
            return NativeLibrary.Load(folder.PathOf(TorchFolder.Entry));
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw TorchFolder.NotFound($"libtorch: {TorchFolder.Entry} in {folder.Path} ({folder.Source}) does not load: {e.Message}; run `./bridge setup` to stage it anew",
                TorchFolder.Entry, folder.Path, e);
        }
    }

    // build/scalars.c says what for.
    private static void LoadScalars(TorchFolder folder, List<NativeLibraryReport> libraries)
    {
        var path = folder.PathOf(TorchFolder.Scalars);
        if (!File.Exists(path)) return;
        var loaded = NativeLibrary.TryLoad(path, out var handle);
        if (loaded) Resolver.RegisterScalars(handle);
        libraries.Add(NativeLibraryReport.Of(path, error: loaded ? null : "does not load"));
    }

    private static string CheckVersion(TorchFolder folder)
    {
        string found;
        try
        {
            var abi = Aoti.AbiVersion();
            found = string.Create(CultureInfo.InvariantCulture, $"{abi >> 56}.{(abi >> 48) & 0xff}.{(abi >> 40) & 0xff}");
        }
        catch (EntryPointNotFoundException)
        {
            found = "older than 2.9";
        }
        if (!found.StartsWith(Aoti.LibtorchVersion + ".", StringComparison.Ordinal))
            throw TorchFolder.NotFound($"libtorch: {folder.PathOf("libtorch_cpu.so")} is version {found}; this build needs {Aoti.LibtorchVersion}; run `./bridge setup` to stage it",
                "libtorch_cpu.so", folder.Path, null);
        return found;
    }

    private static (int Threads, string Source) Threads(TorchOptions options, Processor processor)
    {
        if (options.Threads is { } given) return (InRange(given.ToString(CultureInfo.InvariantCulture), "threads"), "options");
        if (Environment.GetEnvironmentVariable("BRIDGE_THREADS") is { Length: > 0 } text) return (InRange(text, "BRIDGE_THREADS"), "BRIDGE_THREADS");
        return (processor.PhysicalCores, "physical cores");

        static int InRange(string text, string name) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is >= 1 and <= 4096
                ? value
                : throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"{name}: \"{text}\" is not a whole number in [1, 4096]",
                    ("variable", name), ("value", text), ("minimum", 1), ("maximum", 4096));
    }

    // The first touch of the class `torch`, hence not inlined into Load.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static List<string> Start(int threads)
    {
        torch.set_num_threads(threads);
        var devices = new List<string> { "cpu" };
        if (torch.cuda.is_available())
            for (var i = 0; i < torch.cuda.device_count(); i++) devices.Add($"cuda:{i}");
        return devices;
    }
}
