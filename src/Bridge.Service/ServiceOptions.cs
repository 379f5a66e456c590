namespace Bridge.Service;

/// <summary>How the service listens and what it allows.</summary>
public sealed record ServiceOptions
{
    /// <summary>TCP addresses, <c>127.0.0.1:50051</c> or <c>[::1]:0</c>; port 0 takes a free one.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>A unix socket file, or null. Only its owner may connect.</summary>
    public string? SocketPath { get; init; }

    /// <summary>The largest message that is received.</summary>
    public int MaxMessageBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Whether the text of unexpected errors and their stacks are told to callers.</summary>
    public bool DetailedErrors { get; init; }

    /// <summary>Threads of one tensor operation; null leaves it to the machine.</summary>
    public int? Threads { get; init; }

    /// <summary>Forward passes at once; null is the engine's default.</summary>
    public int? InferenceThreads { get; init; }

    /// <summary>Forward passes that may wait; null is the engine's default.</summary>
    public int? InferenceQueue { get; init; }

    /// <summary>Whether reflection is served.</summary>
    public bool Development { get; init; }

    /// <summary>Where checkpoints and uploads go; null is a temporary folder.</summary>
    public string? WorkFolder { get; init; }

    /// <summary>Where records of training jobs are kept over restarts, or null for in memory only. One service at a time uses a folder.</summary>
    public string? StateFolder { get; init; }

    /// <summary>How long calls may run on after a stop was asked for.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Called once with the addresses when the service answers; null prints them.</summary>
    public Action<IReadOnlyList<string>>? Started { get; init; }
}
