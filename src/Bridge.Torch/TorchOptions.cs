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

    /// <summary>Whether the allocator is told to keep large blocks; BRIDGE_ALLOCATOR=tuned|system, else true.</summary>
    public bool? TuneAllocator { get; init; }
}
