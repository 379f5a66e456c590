using Bridge.Engine;

namespace Bridge.Cli.Training;

/// <summary>Shows a training job while it runs.</summary>
internal interface ITrainingView
{
    /// <summary>Follows the events to the last one.</summary>
    Task FollowAsync(IAsyncEnumerable<JobEvent> events);
}
