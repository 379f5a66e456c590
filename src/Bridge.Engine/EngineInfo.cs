using Bridge.Core;

namespace Bridge.Engine;

/// <summary>What an engine is.</summary>
public sealed record EngineInfo
{
    /// <summary>The engine's version.</summary>
    public required string Version { get; init; }

    /// <summary>libtorch's version.</summary>
    public required string TorchVersion { get; init; }

    /// <summary><c>cpu</c> or <c>cuda</c>.</summary>
    public required string Flavor { get; init; }

    /// <summary>Where tensors can lie, with the memory there is.</summary>
    public required IReadOnlyList<(string Name, string Description, long MemoryBytes)> Devices { get; init; }

    /// <summary>Element types that weights can have.</summary>
    public IReadOnlyList<DataType> WeightTypes { get; init; } = [DataType.Float32, DataType.BFloat16];

    /// <summary>Threads of one tensor operation.</summary>
    public required int IntraOpThreads { get; init; }

    /// <summary>Identifiers of adapter methods.</summary>
    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>Architectures of this build, without an engine.</summary>
    public static IReadOnlyList<string> KnownArchitectures => Bridge.Models.Architectures.ArchitectureCatalog.Names;

    /// <summary>Architectures that can be loaded.</summary>
    public required IReadOnlyList<string> Architectures { get; init; }

    /// <summary>When the engine started.</summary>
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>The largest upload in bytes.</summary>
    public required long MaxUploadBytes { get; init; }

    /// <summary>How many events of a job are kept.</summary>
    public required int KeptEvents { get; init; }
}
