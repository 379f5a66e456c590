namespace Bridge.Engine;

/// <summary>What there is to know about the machine and the native libraries.</summary>
public sealed record DoctorReport
{
    /// <summary>The engine's version.</summary>
    public required string Version { get; init; }

    /// <summary>Folder of the native libraries, or null where it was not found.</summary>
    public string? Folder { get; init; }

    /// <summary>What named that folder.</summary>
    public string? FolderSource { get; init; }

    /// <summary><c>cpu</c> or <c>cuda</c>.</summary>
    public string? Flavor { get; init; }

    /// <summary>libtorch's version.</summary>
    public string? TorchVersion { get; init; }

    /// <summary>Every native library.</summary>
    public IReadOnlyList<NativeLibraryInfo> Libraries { get; init; } = [];

    /// <summary>Devices that work.</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>Threads of one operation.</summary>
    public int Threads { get; init; }

    /// <summary>What decided the number.</summary>
    public string ThreadsSource { get; init; } = "";

    /// <summary>Whether MKL's fast path is forced, and why or why not.</summary>
    public string MatrixProducts { get; init; } = "";

    /// <summary>How the allocator treats large blocks: system, memory or speed (BRIDGE_ALLOCATOR).</summary>
    public string Allocator { get; init; } = "";

    /// <summary>Measured speeds; empty where they were not measured.</summary>
    public IReadOnlyList<MatrixSpeed> Speeds { get; init; } = [];

    /// <summary>Time to load libtorch.</summary>
    public TimeSpan LoadTime { get; init; }

    /// <summary>Memory that is free, in bytes.</summary>
    public long FreeMemoryBytes { get; init; }

    /// <summary>Space on the disk of the temporary folder, in bytes.</summary>
    public long FreeDiskBytes { get; init; }

    /// <summary>The one thing to fix first, or null.</summary>
    public string? Fix { get; init; }
}
