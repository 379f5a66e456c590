namespace Bridge.Training.Events;

/// <summary>The state of a training job.</summary>
public enum TrainingState
{
    /// <summary>Not given.</summary>
    Unspecified = 0,

    /// <summary>Waits for its turn.</summary>
    Queued = 1,

    /// <summary>Runs.</summary>
    Running = 2,

    /// <summary>Ended as planned.</summary>
    Succeeded = 3,

    /// <summary>Ended by an error.</summary>
    Failed = 4,

    /// <summary>Ended because somebody asked for it.</summary>
    Cancelled = 5,
}
