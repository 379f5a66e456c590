using Bridge.Core;
using Bridge.Engine.Jobs.Running;
using Bridge.Training;
using Bridge.Training.Optimization;

namespace Bridge.Engine.Sessions.Running;

/// <summary>Settings as a session takes them.</summary>
internal static class SessionSettings
{
    /// <summary>The trainer's options; ARGUMENT_INVALID with all settings that mean nothing where the caller brings the batches.</summary>
    public static TrainingOptions ToOptions(TrainingSettings settings)
    {
        var violations = new List<Violation>();
        Unused("epochs", settings.Epochs);
        Unused("batch_size", settings.BatchSize);
        Unused("evaluation_steps", settings.EvaluationSteps);
        Unused("evaluation_batch_size", settings.EvaluationBatchSize);
        Unused("metrics", settings.Metrics.Count == 0 ? null : settings.Metrics);
        Unused("best_metric", settings.BestMetric);
        Unused("patience", settings.Patience);
        Unused("restore_best", settings.RestoreBest);
        Unused("checkpoint_steps", settings.CheckpointSteps);
        Unused("keep_checkpoints", settings.KeepCheckpoints);
        var open = settings.MaxSteps is null;
        if (open && settings.Schedule is not (TrainingSchedule.Unspecified or TrainingSchedule.Constant or TrainingSchedule.ConstantWithWarmup))
            violations.Add(new Violation("max_steps", $"is unset; schedule {settings.Schedule} falls to the last step and needs to know it"));
        if (open && settings.WarmupRatio is > 0) violations.Add(new Violation("max_steps", "is unset; warmup_ratio is a share of it (warmup_steps is not)"));
        if (violations.Count > 0)
            throw new BridgeException(ErrorCode.InvalidArgument, ErrorReason.ArgumentInvalid, string.Join("; ", violations.Select(v => $"{v.Field} {v.Description}")),
                violations.DistinctBy(v => v.Field).ToDictionary(v => v.Field, v => v.Description), violations);
        var options = SettingsMapping.ToOptions(settings);
        if (open && settings.Schedule == TrainingSchedule.Unspecified) options = options with { Schedule = settings.WarmupSteps is > 0 ? ScheduleKind.ConstantWithWarmup : ScheduleKind.Constant };
        Trainer.Check(options, hasEvaluation: false, hasCheckpointFolder: false);
        return options;

        void Unused(string field, object? value)
        {
            if (value is not null) violations.Add(new Violation(field, "is for jobs; the caller of a session chooses batches, evaluations and ends itself"));
        }
    }

    /// <summary>The settings that count, with what the options fill in.</summary>
    public static TrainingSettings Resolve(TrainingSettings settings, TrainingOptions options) => SettingsMapping.Resolve(settings, options) with
    {
        Epochs = null,
        BatchSize = null,
        EvaluationBatchSize = null,
        RestoreBest = null,
        KeepCheckpoints = null,
    };
}
