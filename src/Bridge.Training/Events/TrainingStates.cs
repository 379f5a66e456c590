namespace Bridge.Training.Events;

/// <summary>Facts about states.</summary>
public static class TrainingStates
{
    /// <summary>Whether nothing follows.</summary>
    public static bool IsTerminal(this TrainingState state) => state is TrainingState.Succeeded or TrainingState.Failed or TrainingState.Cancelled;
}
