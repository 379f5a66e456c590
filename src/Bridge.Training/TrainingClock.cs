using Bridge.Training.Optimization;

namespace Bridge.Training;

/// <summary>How many steps there are and when things are due.</summary>
internal sealed class TrainingClock
{
    private readonly TrainingOptions _options;

    public TrainingClock(TrainingOptions options, int stepsPerEpoch)
    {
        _options = options;
        StepsPerEpoch = stepsPerEpoch;
        TotalSteps = options.MaxSteps ?? Math.Max(1, (long)Math.Ceiling(options.Epochs * stepsPerEpoch));
        var warmup = options.WarmupSteps ?? (long)Math.Ceiling(options.WarmupRatio * TotalSteps);
        Schedule = new LearningRateSchedule(options.Schedule, options.LearningRate, TotalSteps, warmup);
    }

    public int StepsPerEpoch { get; }

    public long TotalSteps { get; }

    public LearningRateSchedule Schedule { get; }

    /// <summary>Passes over the data after <paramref name="done"/> steps.</summary>
    public double Epoch(long done) => (double)done / StepsPerEpoch;

    public bool EvaluationDue(long done) => done == TotalSteps || done % (_options.EvaluationSteps ?? StepsPerEpoch) == 0;

    public bool CheckpointDue(long done) => _options.CheckpointSteps is { } every && (done % every == 0 || done == TotalSteps);
}
