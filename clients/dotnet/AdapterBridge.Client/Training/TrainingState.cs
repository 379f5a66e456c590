namespace AdapterBridge.Client;

/// <summary>The states of a training job. A newer server may have further values.</summary>
public enum TrainingState
{
    /// <summary>Never sent.</summary>
    Unspecified = 0,

    /// <summary>It waits for another job of its model.</summary>
    Queued = 1,

    /// <summary>It trains.</summary>
    Running = 2,

    /// <summary>It has done all its steps, or patience ended it.</summary>
    Succeeded = 3,

    /// <summary>An error ended it.</summary>
    Failed = 4,

    /// <summary>A call ended it.</summary>
    Cancelled = 5,
}
