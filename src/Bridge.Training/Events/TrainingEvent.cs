namespace Bridge.Training.Events;

/// <summary>Something that happened in a training job. The log gives it its number and time.</summary>
public abstract record TrainingEvent
{
    /// <summary>1, 2, 3 … within one log.</summary>
    public long Sequence { get; internal init; }

    /// <summary>When it was logged.</summary>
    public DateTimeOffset Time { get; internal init; }

    /// <summary>Whether a reader that lags behind may miss it.</summary>
    public virtual bool MayBeDropped => false;
}
