using Bridge.Core;
using Bridge.Training;
using Bridge.Training.Metrics;
using Bridge.Training.Optimization;

namespace Bridge.Engine.Jobs.Running;

/// <summary>Between the engine's settings and the trainer's options.</summary>
internal static class SettingsMapping
{
    public static TrainingOptions ToOptions(TrainingSettings s)
    {
        foreach (var metric in s.Metrics)
            if (!MetricNames.All.Contains(metric))
                throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"there is no metric \"{metric}\"; there are {string.Join(", ", MetricNames.All)}", ("metric", metric), ("allowed", string.Join(", ", MetricNames.All)));
        if (s.Schedule is < TrainingSchedule.Unspecified or > TrainingSchedule.Polynomial)
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"schedule {(int)s.Schedule} is not one of 1 to 5", ("schedule", (int)s.Schedule), ("allowed", "1 to 5"));
        var d = new TrainingOptions();
        return d with
        {
            LearningRate = s.LearningRate ?? d.LearningRate,
            Epochs = s.Epochs ?? d.Epochs,
            MaxSteps = s.MaxSteps,
            BatchSize = s.BatchSize ?? d.BatchSize,
            GradientAccumulation = s.GradientAccumulation ?? d.GradientAccumulation,
            Optimizer = d.Optimizer with
            {
                Beta1 = s.Beta1 ?? d.Optimizer.Beta1,
                Beta2 = s.Beta2 ?? d.Optimizer.Beta2,
                Epsilon = s.Epsilon ?? d.Optimizer.Epsilon,
                WeightDecay = s.WeightDecay ?? d.Optimizer.WeightDecay,
            },
            Schedule = s.Schedule == TrainingSchedule.Unspecified ? ScheduleKind.Linear : (ScheduleKind)((int)s.Schedule - 1),
            WarmupSteps = s.WarmupSteps,
            WarmupRatio = s.WarmupRatio ?? d.WarmupRatio,
            ClipNorm = s.ClipNorm ?? d.ClipNorm,
            Seed = s.Seed ?? d.Seed,
            Dropout = s.Dropout,
            EvaluationSteps = s.EvaluationSteps,
            EvaluationBatchSize = s.EvaluationBatchSize ?? d.EvaluationBatchSize,
            BestMetric = string.IsNullOrEmpty(s.BestMetric) ? null : s.BestMetric,
            Patience = s.Patience,
            RestoreBest = s.RestoreBest ?? d.RestoreBest,
            CheckpointSteps = s.CheckpointSteps,
            KeepCheckpoints = s.KeepCheckpoints ?? d.KeepCheckpoints,
            GradientCheckpointing = s.GradientCheckpointing ?? d.GradientCheckpointing,
        };
    }

    /// <summary>The settings with what the options fill in.</summary>
    public static TrainingSettings Resolve(TrainingSettings settings, TrainingOptions o) => settings with
    {
        LearningRate = o.LearningRate,
        Epochs = o.MaxSteps is null ? o.Epochs : null,
        BatchSize = o.BatchSize,
        GradientAccumulation = o.GradientAccumulation,
        Beta1 = o.Optimizer.Beta1,
        Beta2 = o.Optimizer.Beta2,
        Epsilon = o.Optimizer.Epsilon,
        WeightDecay = o.Optimizer.WeightDecay,
        Schedule = (TrainingSchedule)((int)o.Schedule + 1),
        WarmupRatio = o.WarmupSteps is null ? o.WarmupRatio : null,
        ClipNorm = o.ClipNorm,
        Seed = o.Seed,
        EvaluationBatchSize = o.EvaluationBatchSize,
        RestoreBest = o.RestoreBest,
        CheckpointSteps = o.CheckpointSteps,
        KeepCheckpoints = o.KeepCheckpoints,
        GradientCheckpointing = o.GradientCheckpointing,
    };
}
