using System.Diagnostics;
using Bridge.Core;
using Bridge.Training.Checkpointing;
using Bridge.Training.Data;
using Bridge.Training.Evaluation;
using Bridge.Training.Events;
using Bridge.Training.Metrics;

namespace Bridge.Training;

/// <summary>
/// One run, on the calling thread. Order of rows and dropout are functions of seed and step, the learning rate of the step, so that weights, moments and
/// step count are all that a checkpoint needs.
/// </summary>
internal sealed class TrainingLoop : IDisposable
{
    private readonly ITrainingTarget _target;
    private readonly EncodedDataset _data;
    private readonly EncodedDataset? _evaluation;
    private readonly TrainingOptions _options;
    private readonly CheckpointStore? _checkpoints;
    private readonly EventLog _log;
    private readonly RandomSource _masking;
    private readonly BatchPlan _plan;
    private readonly TrainingClock _clock;
    private readonly GradientStep _step;
    private readonly BestKeeper _best;
    private readonly TensorSnapshot _lastGood;
    private IReadOnlyDictionary<string, double>? _metrics;
    private double _loss = double.NaN;

    /// <summary>Checks everything; changes nothing.</summary>
    public TrainingLoop(ITrainingTarget target, EncodedDataset data, EncodedDataset? evaluation, TrainingOptions options, string? checkpointFolder, EventLog log)
    {
        TrainingOptionsChecks.Check(options, evaluation is not null, checkpointFolder is not null);
        CheckData(target, data);
        if (evaluation is not null) CheckData(target, evaluation);
        if (target.Trainable.Count == 0)
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, "the job names no tensor to train", ("trainable", 0));
        (_target, _data, _evaluation, _options, _log) = (target, data, evaluation, options, log);
        var random = new RandomSource(options.Seed);
        _masking = random.Fork("masking");
        _plan = new BatchPlan(data.Lengths, options.BatchSize, options.GradientAccumulation, random.Fork("order"));
        _clock = new TrainingClock(options, _plan.StepsPerEpoch);
        _checkpoints = checkpointFolder is null ? null : new CheckpointStore(checkpointFolder, options, data);
        var metric = options.BestMetric ?? data.Targets.Kind switch
        {
            LabelKind.Score => MetricNames.MeanSquaredError,
            LabelKind.Tokens => MetricNames.Loss,
            _ => MetricNames.Accuracy,
        };
        _best = new BestKeeper(metric, options.Patience, options.RestoreBest);
        _step = new GradientStep(target, options);
        _lastGood = new TensorSnapshot(target.Trainable);
    }

    /// <summary>
    /// Trains to the end, from the given checkpoint folder if there is one. Any error puts the tensors back to the last checkpoint of this run, or to
    /// where it started; a cancelled run keeps the last complete step.
    /// </summary>
    public TrainingResult Run(string? resumeFrom, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var frozen = _options.VerifyFrozen ? TensorDigest.Compute(_target.Frozen) : null;
        try
        {
            if (resumeFrom is not null) Resume(resumeFrom);
            var stoppedEarly = Train(cancellation);
            var restored = _best.Step is not null && _best.Restore(_target.Trainable);
            if (restored) _log.Append(new LogEvent($"The tensors of step {_best.Step}, the best evaluation, are back."));
            if (frozen is not null) TensorDigest.Verify(_target.Frozen, frozen);
            return new TrainingResult
            {
                Steps = _step.Done,
                TotalSteps = _clock.TotalSteps,
                Epochs = _clock.Epoch(_step.Done),
                FinalLoss = _loss,
                Metrics = _metrics,
                BestMetrics = _best.Metrics,
                BestStep = _best.Step,
                StoppedEarly = stoppedEarly,
                RestoredBest = restored,
                Duration = watch.Elapsed,
            };
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            _lastGood.Restore(_target.Trainable);
            throw;
        }
    }

    private bool Train(CancellationToken cancellation)
    {
        using var gradients = new RequiresGradScope(_target.Trainable.Values);
        while (_step.Done < _clock.TotalSteps)
        {
            if (_best.IsPatienceOver) return true;
            cancellation.ThrowIfCancellationRequested();
            Step(cancellation);
            if (_evaluation is not null && _clock.EvaluationDue(_step.Done)) Evaluate(_evaluation, cancellation);
            if (_checkpoints is not null && _clock.CheckpointDue(_step.Done)) Save();
        }
        return false;
    }

    private void Step(CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        foreach (var rows in _plan.Step(_step.Done))
        {
            cancellation.ThrowIfCancellationRequested();
            using var batch = Batch.Create(_data, rows, _target.Padding, _target.Outputs, _target.Device, _masking.Fork(_step.Done));
            Located(() => _step.Add(batch, cancellation));
        }
        var (rate, tokens, loss) = (_clock.Schedule.At(_step.Done), _step.Tokens, _step.Loss);
        var norm = Located(_step.Clip);
        _step.Apply(rate);
        _loss = loss;
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        _log.Append(new StepEvent(_step.Done, _clock.TotalSteps, _clock.Epoch(_step.Done), loss, rate, norm, tokens / seconds));
    }

    private T Located<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (BridgeException error) when (error.Reason == ErrorReason.NonFiniteLoss)
        {
            throw BridgeException.Precondition(ErrorReason.NonFiniteLoss, $"{error.Message}; the tensors are back at the last checkpoint, or where the job began",
                [.. error.Metadata.Select(m => (m.Key, (object?)m.Value)), ("learning_rate", _clock.Schedule.At(_step.Done))]);
        }
    }

    private void Evaluate(EncodedDataset data, CancellationToken cancellation)
    {
        _metrics = EvaluationLoop.Run(_target, data, _options.EvaluationBatchSize, cancellation).Metrics;
        var best = _best.Offer(_step.Done, _metrics, _target.Trainable);
        _log.Append(new EvaluationEvent(_step.Done, _clock.Epoch(_step.Done), _metrics, best));
    }

    private void Save()
    {
        _lastGood.Update(_target.Trainable);
        var path = _checkpoints!.Save(_target, _step.Optimizer, _best, new CheckpointPosition(_step.Done, _loss, _metrics), _clock.StepsPerEpoch);
        _log.Append(new CheckpointEvent(_step.Done, path));
    }

    private void Resume(string folder)
    {
        var position = CheckpointStore.Load(folder, _options, _data, _target, _step.Optimizer, _best);
        (_step.Done, _loss, _metrics) = (position.Step, position.Loss, position.Metrics);
        _lastGood.Update(_target.Trainable);
        _log.Append(new LogEvent($"The run goes on after step {_step.Done} of {_clock.TotalSteps}, from {folder}."));
    }

    private static void CheckData(ITrainingTarget target, EncodedDataset data)
    {
        if (data.Targets.Kind == LabelKind.None)
            throw BridgeException.Invalid(ErrorReason.DataInvalid, $"data \"{data.Name}\" has no labels", ("data", data.Name));
        if (data.Targets.OfTokens && data.CountIn([.. Enumerable.Range(0, data.Count)]) == 0)
            throw BridgeException.Invalid(ErrorReason.DataInvalid, $"data \"{data.Name}\" holds no token to predict", ("data", data.Name), ("rows", data.Count));
        data.Targets.Check(target.Outputs, data.Name);
        target.Check(data);
    }

    public void Dispose()
    {
        _step.Dispose();
        _best.Dispose();
        _lastGood.Dispose();
    }
}
