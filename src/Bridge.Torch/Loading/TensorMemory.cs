using System.Runtime.InteropServices;
using Bridge.Core;
using Bridge.Torch.Native;

namespace Bridge.Torch.Loading;

/// <summary>
/// Gives libtorch's CPU tensors an allocator that keeps freed blocks by size (build/allocator.c, which says why and how). The host's own memory is left as
/// it is. Without the library, or where this libtorch's layouts are not those expected, libtorch's own allocator stays.
/// </summary>
internal static unsafe class TensorMemory
{
    public static AllocatorMode Install(TorchFolder folder, TorchOptions options, List<NativeLibraryReport> libraries)
    {
        var mode = Mode(options);
        var path = folder.PathOf(TorchFolder.Allocator);
        if (mode == AllocatorMode.System || !File.Exists(path)) return AllocatorMode.System;
        var error = Install(path, folder.PathOf("libc10.so"), mode);
        libraries.Add(NativeLibraryReport.Of(path, error: error));
        return error is null ? mode : AllocatorMode.System;
    }

    private static string? Install(string path, string core, AllocatorMode mode)
    {
        if (!NativeLibrary.TryLoad(path, out var library)) return "does not load";
        Resolver.RegisterAllocator(library);
        var torch = NativeLibrary.Load(core);
        if (!NativeLibrary.TryGetExport(library, "bridge_allocator_install", out var install)
            || !NativeLibrary.TryGetExport(torch, "_ZN3c1022GetDefaultCPUAllocatorEv", out var own)
            || !NativeLibrary.TryGetExport(torch, "_ZNK3c109Allocator18is_simple_data_ptrERKNS_7DataPtrE", out var simple)
            || !NativeLibrary.TryGetExport(torch, "_ZN3c1015SetCPUAllocatorEPNS_9AllocatorEh", out var set)
            || !NativeLibrary.TryGetExport(torch, "_ZN3c109alloc_cpuEm", out var allocate)) return "a function of libc10.so is missing";
        var code = ((delegate* unmanaged<nint, nint, nint, nint, int, int>)install)(
            ((delegate* unmanaged<nint>)own)(), simple, set, allocate, mode == AllocatorMode.Speed ? 1 : 0);
        return code == 0 ? null : "libtorch's layouts are not those expected";
    }

    private static AllocatorMode Mode(TorchOptions options) =>
        options.Allocator ?? Environment.GetEnvironmentVariable("BRIDGE_ALLOCATOR") switch
        {
            null or "" or "speed" => AllocatorMode.Speed,
            "memory" => AllocatorMode.Memory,
            "system" => AllocatorMode.System,
            var other => throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"BRIDGE_ALLOCATOR: \"{other}\" is not one of system, memory, speed",
                ("variable", "BRIDGE_ALLOCATOR"), ("value", other), ("allowed", "system, memory, speed")),
        };
}
