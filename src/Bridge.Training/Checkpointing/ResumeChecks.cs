using System.Globalization;
using Bridge.Core;

namespace Bridge.Training.Checkpointing;

/// <summary>A run resumes only as what it was: what decides its numbers must be the same.</summary>
internal static class ResumeChecks
{
    /// <summary>CHECKPOINT_MISMATCH names every option that differs.</summary>
    public static void Check(CheckpointState state, TrainingOptions now, string dataDigest, string folder)
    {
        var violations = new List<Violation>();
        var then = state.Options;
        Same("learning_rate", then.LearningRate, now.LearningRate);
        Same("epochs", then.Epochs, now.Epochs);
        Same("max_steps", then.MaxSteps, now.MaxSteps);
        Same("batch_size", then.BatchSize, now.BatchSize);
        Same("gradient_accumulation", then.GradientAccumulation, now.GradientAccumulation);
        Same("optimizer.beta1", then.Optimizer.Beta1, now.Optimizer.Beta1);
        Same("optimizer.beta2", then.Optimizer.Beta2, now.Optimizer.Beta2);
        Same("optimizer.epsilon", then.Optimizer.Epsilon, now.Optimizer.Epsilon);
        Same("optimizer.weight_decay", then.Optimizer.WeightDecay, now.Optimizer.WeightDecay);
        Same("schedule", then.Schedule, now.Schedule);
        Same("warmup_steps", then.WarmupSteps, now.WarmupSteps);
        Same("warmup_ratio", then.WarmupRatio, now.WarmupRatio);
        Same("clip_norm", then.ClipNorm, now.ClipNorm);
        Same("seed", then.Seed, now.Seed);
        Same("dropout", then.Dropout, now.Dropout);
        Same("evaluation_steps", then.EvaluationSteps, now.EvaluationSteps);
        Same("best_metric", then.BestMetric, now.BestMetric);
        Same("patience", then.Patience, now.Patience);
        Same("restore_best", then.RestoreBest, now.RestoreBest);
        Same("data", state.DataDigest, dataDigest);
        if (violations.Count == 0) return;
        var facts = violations.ToDictionary(violation => violation.Field, violation => violation.Description);
        facts["path"] = folder;
        throw new BridgeException(ErrorCode.FailedPrecondition, ErrorReason.CheckpointMismatch,
            $"checkpoint \"{folder}\" belongs to another run: {string.Join("; ", violations.Select(violation => $"{violation.Field} {violation.Description}"))}", facts, violations);

        void Same<T>(string field, T before, T after)
        {
            if (!EqualityComparer<T>.Default.Equals(before, after)) violations.Add(new Violation(field, $"was {Show(before)} and is {Show(after)}"));
        }
    }

    private static string Show<T>(T value) => Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : "unset";
}
