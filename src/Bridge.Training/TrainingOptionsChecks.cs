using System.Globalization;
using Bridge.Core;
using Bridge.Training.Metrics;

namespace Bridge.Training;

/// <summary>Bounds of <see cref="TrainingOptions"/>.</summary>
internal static class TrainingOptionsChecks
{
    /// <summary>Throws ARGUMENT_INVALID with all that is out of bounds.</summary>
    public static void Check(TrainingOptions options, bool hasEvaluation, bool hasCheckpointFolder)
    {
        var violations = new List<Violation>();
        Number("learning_rate", options.LearningRate, value => value > 0, "a finite number above 0");
        if (options.MaxSteps is { } steps) Number("max_steps", steps, value => value >= 1, "at least 1");
        else Number("epochs", options.Epochs, value => value is > 0 and <= 1e6, "in (0, 1000000]");
        Number("batch_size", options.BatchSize, value => value is >= 1 and <= 65536, "in [1, 65536]");
        Number("gradient_accumulation", options.GradientAccumulation, value => value is >= 1 and <= 4096, "in [1, 4096]");
        Number("evaluation_batch_size", options.EvaluationBatchSize, value => value is >= 1 and <= 65536, "in [1, 65536]");
        Number("optimizer.beta1", options.Optimizer.Beta1, value => value is >= 0 and < 1, "in [0, 1)");
        Number("optimizer.beta2", options.Optimizer.Beta2, value => value is >= 0 and < 1, "in [0, 1)");
        Number("optimizer.epsilon", options.Optimizer.Epsilon, value => value >= 0, "a finite number of at least 0");
        Number("optimizer.weight_decay", options.Optimizer.WeightDecay, value => value >= 0, "a finite number of at least 0");
        Number("warmup_steps", options.WarmupSteps ?? 0, value => value >= 0, "at least 0");
        Number("warmup_ratio", options.WarmupRatio, value => value is >= 0 and <= 1, "in [0, 1]");
        Number("clip_norm", options.ClipNorm, value => value >= 0, "a finite number of at least 0");
        Number("dropout", options.Dropout ?? 0, value => value is >= 0 and < 1, "in [0, 1)");
        Number("evaluation_steps", options.EvaluationSteps ?? 1, value => value >= 1, "at least 1");
        Number("patience", options.Patience ?? 1, value => value >= 1, "at least 1");
        Number("checkpoint_steps", options.CheckpointSteps ?? 1, value => value >= 1, "at least 1");
        Number("keep_checkpoints", options.KeepCheckpoints, value => value is >= 1 and <= 10_000, "in [1, 10000]");
        if (!Enum.IsDefined(options.Schedule)) Add("schedule", $"{options.Schedule}", "a known schedule");
        if (options.BestMetric is { } metric && !MetricNames.All.Contains(metric))
            Add("best_metric", metric, string.Join(", ", MetricNames.All));
        if (options.Patience is not null && !hasEvaluation) Add("patience", $"{options.Patience}", "unset where there are no evaluation data");
        if (options.CheckpointSteps is not null && !hasCheckpointFolder) Add("checkpoint_steps", $"{options.CheckpointSteps}", "unset where there is no checkpoint folder");
        if (violations.Count == 0) return;
        throw new BridgeException(ErrorCode.InvalidArgument, ErrorReason.ArgumentInvalid,
            string.Join("; ", violations.Select(violation => $"{violation.Field} {violation.Description}")),
            violations.ToDictionary(violation => violation.Field, violation => violation.Description), violations);

        void Number(string field, double value, Func<double, bool> allowed, string bounds)
        {
            if (!double.IsFinite(value) || !allowed(value)) Add(field, value.ToString("R", CultureInfo.InvariantCulture), bounds);
        }

        void Add(string field, string found, string allowed) => violations.Add(new Violation(field, $"is {found}; allowed is {allowed}"));
    }
}
