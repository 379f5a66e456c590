namespace Bridge.Engine;

/// <summary>The state of a training job.</summary>
public enum TrainingJobState
{
    /// <summary>Waits for a place or for the model.</summary>
    Queued = 1,

    /// <summary>Trains.</summary>
    Running = 2,

    /// <summary>Ended as planned; what it trained is published.</summary>
    Succeeded = 3,

    /// <summary>Ended by an error; the model is as before.</summary>
    Failed = 4,

    /// <summary>Ended because somebody asked for it; what it trained has the values of the last whole step.</summary>
    Cancelled = 5,
}
