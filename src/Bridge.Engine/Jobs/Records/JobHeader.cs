namespace Bridge.Engine.Jobs.Records;

/// <summary>The first line of a record: what its events do not tell, or tell no longer.</summary>
internal sealed record JobHeader
{
    /// <summary>Version of the layout that this build writes.</summary>
    public const int CurrentFormat = 1;

    public required int Format { get; init; }

    public required string Id { get; init; }

    public required TrainingJobRequest Request { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    /// <summary>When it began, where the event that says so is no longer kept.</summary>
    public DateTimeOffset? StartTime { get; init; }
}
