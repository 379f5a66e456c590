namespace AdapterBridge.Client;

/// <summary>Something that happened in a job.</summary>
/// <param name="Sequence">Strictly increasing within a job; a gap means step events that this reader missed.</param>
/// <param name="Time">When it happened.</param>
public abstract record TrainingEvent(long Sequence, DateTimeOffset? Time)
{
    internal static TrainingEvent From(Wire.TrainingEvent m)
    {
        var time = m.Time?.ToDateTimeOffset();
        return m.EventCase switch
        {
            Wire.TrainingEvent.EventOneofCase.StateChanged => new TrainingStateChanged(
                m.Sequence, time, (TrainingState)m.StateChanged.State, m.StateChanged.Error is { } error ? Errors.Of(error) : null, TrainingResult.From(m.StateChanged.Result)),
            Wire.TrainingEvent.EventOneofCase.Step => new TrainingStep(
                m.Sequence, time, m.Step.Step, m.Step.TotalSteps, m.Step.Epoch, m.Step.Loss, m.Step.LearningRate, m.Step.GradientNorm, m.Step.TokensPerSecond),
            Wire.TrainingEvent.EventOneofCase.Evaluation => new TrainingEvaluation(m.Sequence, time, m.Evaluation.Step, m.Evaluation.Epoch, m.Evaluation.Metrics.ToDictionary(), m.Evaluation.Best),
            Wire.TrainingEvent.EventOneofCase.Checkpoint => new TrainingCheckpoint(m.Sequence, time, m.Checkpoint.Step, m.Checkpoint.Path),
            Wire.TrainingEvent.EventOneofCase.Log => new TrainingLog(m.Sequence, time, m.Log.Message, m.Log.Warning),
            _ => new UnknownTrainingEvent(m.Sequence, time),
        };
    }
}
