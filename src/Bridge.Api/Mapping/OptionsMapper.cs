using Bridge.Core;
using Bridge.Engine;

namespace Bridge.Api.Mapping;

/// <summary>Training options.</summary>
internal static class OptionsMapper
{
    public static TrainingSettings Read(V1.TrainingOptions? o)
    {
        if (o is null) return new TrainingSettings();
        return new TrainingSettings
        {
            LearningRate = o.HasLearningRate ? o.LearningRate : null,
            Epochs = o.DurationCase == V1.TrainingOptions.DurationOneofCase.Epochs ? o.Epochs : null,
            MaxSteps = o.DurationCase == V1.TrainingOptions.DurationOneofCase.MaxSteps ? o.MaxSteps : null,
            BatchSize = o.HasBatchSize ? o.BatchSize : null,
            GradientAccumulation = o.HasGradientAccumulation ? o.GradientAccumulation : null,
            Schedule = (TrainingSchedule)(int)o.Schedule,
            WarmupSteps = o.WarmupCase == V1.TrainingOptions.WarmupOneofCase.WarmupSteps ? o.WarmupSteps : null,
            WarmupRatio = o.WarmupCase == V1.TrainingOptions.WarmupOneofCase.WarmupRatio ? o.WarmupRatio : null,
            WeightDecay = o.HasWeightDecay ? o.WeightDecay : null,
            Beta1 = o.HasBeta1 ? o.Beta1 : null,
            Beta2 = o.HasBeta2 ? o.Beta2 : null,
            Epsilon = o.HasEpsilon ? o.Epsilon : null,
            ClipNorm = o.HasClipNorm ? o.ClipNorm : null,
            Seed = o.HasSeed ? o.Seed : null,
            Dropout = o.HasDropout ? o.Dropout : null,
            EvaluationSteps = o.HasEvaluationSteps ? o.EvaluationSteps : null,
            EvaluationBatchSize = o.HasEvaluationBatchSize ? o.EvaluationBatchSize : null,
            Metrics = [.. o.Metrics],
            BestMetric = o.BestMetric.Length == 0 ? null : o.BestMetric,
            Patience = o.HasPatience ? o.Patience : null,
            RestoreBest = o.HasRestoreBest ? o.RestoreBest : null,
            CheckpointSteps = o.HasCheckpointSteps ? o.CheckpointSteps : null,
            KeepCheckpoints = o.HasKeepCheckpoints ? o.KeepCheckpoints : null,
            GradientCheckpointing = o.HasGradientCheckpointing ? o.GradientCheckpointing : null,
        };
    }

    /// <summary>The same error with the options it names where the request has them.</summary>
    public static BridgeException Located(BridgeException error, string options = "spec.options") => Violations.Placed(error, field => Path(field, options));

    // The trainer says optimizer.beta1 where the message has beta1.
    private static string Path(string field, string options)
    {
        var name = field[(field.LastIndexOf('.') + 1)..];
        return V1.TrainingOptions.Descriptor.FindFieldByName(name) is null ? field : $"{options}.{name}";
    }

    public static V1.TrainingOptions Write(TrainingSettings s)
    {
        var o = new V1.TrainingOptions { Schedule = (V1.Schedule)(int)s.Schedule, BestMetric = s.BestMetric ?? "" };
        if (s.LearningRate is { } rate) o.LearningRate = rate;
        if (s.MaxSteps is { } steps) o.MaxSteps = steps;
        else if (s.Epochs is { } epochs) o.Epochs = epochs;
        if (s.BatchSize is { } batch) o.BatchSize = batch;
        if (s.GradientAccumulation is { } accumulation) o.GradientAccumulation = accumulation;
        if (s.WarmupSteps is { } warmup) o.WarmupSteps = warmup;
        else if (s.WarmupRatio is { } ratio) o.WarmupRatio = ratio;
        if (s.WeightDecay is { } decay) o.WeightDecay = decay;
        if (s.Beta1 is { } beta1) o.Beta1 = beta1;
        if (s.Beta2 is { } beta2) o.Beta2 = beta2;
        if (s.Epsilon is { } epsilon) o.Epsilon = epsilon;
        if (s.ClipNorm is { } clip) o.ClipNorm = clip;
        if (s.Seed is { } seed) o.Seed = seed;
        if (s.Dropout is { } dropout) o.Dropout = dropout;
        if (s.EvaluationSteps is { } evaluation) o.EvaluationSteps = evaluation;
        if (s.EvaluationBatchSize is { } rows) o.EvaluationBatchSize = rows;
        o.Metrics.AddRange(s.Metrics);
        if (s.Patience is { } patience) o.Patience = patience;
        if (s.RestoreBest is { } restore) o.RestoreBest = restore;
        if (s.CheckpointSteps is { } checkpoint) o.CheckpointSteps = checkpoint;
        if (s.KeepCheckpoints is { } keep) o.KeepCheckpoints = keep;
        if (s.GradientCheckpointing is { } again) o.GradientCheckpointing = again;
        return o;
    }
}
