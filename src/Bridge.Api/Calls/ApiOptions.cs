namespace Bridge.Api;

/// <summary>What the handlers allow.</summary>
public sealed record ApiOptions
{
    /// <summary>The largest message, told by GetServerInfo.</summary>
    public int MaxMessageBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>The largest tensor in a unary call.</summary>
    public int MaxInlineTensorBytes { get; init; } = 1024 * 1024;

    /// <summary>The largest piece of a stream.</summary>
    public int ChunkBytes { get; init; } = 64 * 1024;

    /// <summary>How long a request id is remembered.</summary>
    public TimeSpan RequestIdLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Threads of one tensor operation; null leaves it to the machine.</summary>
    public int? IntraOpThreads { get; init; }

    /// <summary>Forward passes at once; null is the engine's default.</summary>
    public int? InferenceThreads { get; init; }

    /// <summary>Forward passes that may wait; null is the engine's default.</summary>
    public int? InferenceQueue { get; init; }

    /// <summary>Where checkpoints and uploads go; null is a temporary folder.</summary>
    public string? WorkFolder { get; init; }

    /// <summary>Where records of training jobs are kept over restarts, or null for in memory only.</summary>
    public string? StateFolder { get; init; }

    /// <summary>Told of errors that nobody foresaw in work that no call waits for.</summary>
    public Action<string, Exception>? Unexpected { get; init; }

    /// <summary>The clock; null is the system's.</summary>
    public TimeProvider? Time { get; init; }
}
