using System.Runtime.InteropServices;

namespace Bridge.Torch;

/// <summary>The large blocks (256 KiB and more) of CPU tensors: those in use and those that wait for the next of their size.</summary>
public static partial class TensorBlocks
{
    /// <summary>Bytes in use and bytes that wait; both 0 where libtorch's own allocator is in force (<see cref="AllocatorMode.System"/>).</summary>
    public static (long InUse, long Waiting) Read() => State(release: false);

    /// <summary>Gives what waits back to the system: after a job, or when a model has gone.</summary>
    public static void Release() => State(release: true);

    private static (long InUse, long Waiting) State(bool release)
    {
        if (TorchRuntime.Report.Allocator == AllocatorMode.System) return (0, 0);
        BridgeAllocatorState(release ? 1 : 0, out var inUse, out var waiting);
        return ((long)inUse, (long)waiting);
    }

    [LibraryImport("bridge_allocator", EntryPoint = "bridge_allocator_state")]
    private static partial void BridgeAllocatorState(int trim, out ulong inUse, out ulong waiting);
}
