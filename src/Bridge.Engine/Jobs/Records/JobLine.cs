namespace Bridge.Engine.Jobs.Records;

/// <summary>One event in a record: exactly one is set.</summary>
internal sealed record JobLine
{
    public StateLine? State { get; init; }

    public JobStep? Step { get; init; }

    public JobEvaluation? Evaluation { get; init; }

    public JobCheckpoint? Checkpoint { get; init; }

    public JobLog? Log { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public JobEvent? Event => State?.ToEvent() ?? Step ?? Evaluation ?? Checkpoint ?? (JobEvent?)Log;

    public static JobLine Of(JobEvent item) => new()
    {
        State = StateLine.Of(item),
        Step = item as JobStep,
        Evaluation = item as JobEvaluation,
        Checkpoint = item as JobCheckpoint,
        Log = item as JobLog,
    };
}
