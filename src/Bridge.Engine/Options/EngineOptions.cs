namespace Bridge.Engine;

/// <summary>How much an engine does at once, and where it keeps files.</summary>
public sealed record EngineOptions
{
    /// <summary>Threads of one tensor operation; null leaves it to the machine.</summary>
    public int? IntraOpThreads { get; init; }

    /// <summary>Forward passes at once. Each uses <see cref="IntraOpThreads"/> threads.</summary>
    public int InferenceThreads { get; init; } = 2;

    /// <summary>Forward passes that may wait.</summary>
    public int InferenceQueue { get; init; } = 256;

    /// <summary>Files read or written at once (models, adapters, datasets).</summary>
    public int StorageThreads { get; init; } = 1;

    /// <summary>File operations that may wait.</summary>
    public int StorageQueue { get; init; } = 64;

    /// <summary>Training jobs at once.</summary>
    public int MaxTrainingJobs { get; init; } = 1;

    /// <summary>Training jobs that may wait.</summary>
    public int TrainingQueue { get; init; } = 64;

    /// <summary>Where checkpoints and uploads go; null is a folder of its own below the system's temporary folder, removed with the engine.</summary>
    public string? WorkFolder { get; init; }

    /// <summary>
    /// Where records of training jobs are kept for the next engine, or null for in memory only. One engine at a time uses a folder. A record that cannot be read is told to <see cref="Unexpected"/>
    /// and skipped.
    /// </summary>
    public string? StateFolder { get; init; }

    /// <summary>The largest upload in bytes.</summary>
    public long MaxUploadBytes { get; init; } = 4L << 30;

    /// <summary>Told of errors that nobody foresaw, with what was being done; callers get INTERNAL without the text. May be called from any thread.</summary>
    public Action<string, Exception>? Unexpected { get; init; }

    /// <summary>The clock; null is the system's.</summary>
    public TimeProvider? Time { get; init; }
}
