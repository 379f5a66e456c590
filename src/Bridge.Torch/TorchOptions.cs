namespace Bridge.Torch;

/// <summary>How libtorch is loaded; what is null comes from the environment, then from the machine.</summary>
public sealed record TorchOptions
{
    /// <summary>Folder of the native libraries; BRIDGE_TORCH_DIR, else beside the executable, else <c>artifacts/torch</c> above it.</summary>
    public string? Folder { get; init; }

    /// <summary>Threads of one operation; BRIDGE_THREADS, else the physical cores this process may use.</summary>
    public int? Threads { get; init; }

    /// <summary>BRIDGE_MKL_DISPATCH, else <see cref="MklDispatchMode.Auto"/>.</summary>
    public MklDispatchMode? MklDispatch { get; init; }

    /// <summary>How the allocator is set; BRIDGE_ALLOCATOR=system|memory|speed, else <see cref="AllocatorMode.Speed"/>.</summary>
    public AllocatorMode? Allocator { get; init; }

    /// <summary>Whether OpenMP's waiting threads are told to sleep soon; true unless given. GOMP_SPINCOUNT in the environment wins.</summary>
    public bool ShortSpin { get; init; } = true;
}
