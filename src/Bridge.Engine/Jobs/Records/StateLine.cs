namespace Bridge.Engine.Jobs.Records;

/// <summary>A new state in a record.</summary>
internal sealed record StateLine(long Sequence, DateTimeOffset Time, TrainingJobState State, ErrorLine? Error, TrainingJobResult? Result)
{
    public static StateLine? Of(JobEvent item) => item is JobStateChanged e ? new StateLine(e.Sequence, e.Time, e.State, ErrorLine.Of(e.Error), e.Result) : null;

    public JobStateChanged ToEvent() => new(Sequence, Time, State, Error?.ToError(), Result);
}
