using System.Diagnostics;
using Bridge.Core;
using Bridge.Torch;
using Bridge.Training.Checkpointing;
using Bridge.Training.Data;
using Bridge.Training.Evaluation;
using Bridge.Training.Events;
using Bridge.Training.Metrics;
using Bridge.Training.Optimization;
using static TorchSharp.torch;

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
    private readonly RandomSource _dropout;
    private readonly RandomSource _masking;
    private readonly BatchPlan _plan;
    private readonly TrainingClock _clock;
    private readonly AdamW _optimizer;
    private readonly BestKeeper _best;
    private readonly TensorSnapshot _lastGood;
    private IReadOnlyDictionary<string, double>? _metrics;
    private long _done;
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
        _dropout = random.Fork("dropout");
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
        _optimizer = new AdamW(target.Trainable, options.Optimizer);
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
                Steps = _done,
                TotalSteps = _clock.TotalSteps,
                Epochs = _clock.Epoch(_done),
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
        while (_done < _clock.TotalSteps)
        {
            if (_best.IsPatienceOver) return true;
            cancellation.ThrowIfCancellationRequested();
            gradients.Clear();
            Step(cancellation);
            gradients.Clear();
            if (_evaluation is not null && _clock.EvaluationDue(_done)) Evaluate(_evaluation, cancellation);
            if (_checkpoints is not null && _clock.CheckpointDue(_done)) Save();
        }
        return false;
    }

    private void Step(CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var batches = _plan.Step(_done);
        var targets = batches.Sum(_data.CountIn);
        double loss = 0;
        long tokens = 0;
        using (enable_grad())
        {
            for (var i = 0; i < batches.Count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                loss += Accumulate(batches[i], targets, _dropout.Fork(_done).Fork(i), ref tokens, cancellation);
            }
        }
        var rate = _clock.Schedule.At(_done);
        var norm = GradientClip.Apply(_target.Trainable.Values, _options.ClipNorm);
        if (!double.IsFinite(norm)) throw NonFinite("gradient norm", norm);
        _optimizer.Step(rate);
        _done++;
        _loss = loss;
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        _log.Append(new StepEvent(_done, _clock.TotalSteps, _clock.Epoch(_done), loss, rate, norm, tokens / seconds));
    }

    // The mean over a micro-batch times its share of the step's targets: summed, the mean over the whole step, however it is cut.
    private double Accumulate(int[] rows, long targets, RandomSource dropout, ref long tokens, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var batch = Batch.Create(_data, rows, _target.Padding, _target.Outputs, _target.Device, _masking.Fork(_done));
        var logits = _target.Logits(batch, dropout, cancellation);
        // Rows may hold nothing to predict (a text of one token); a mean over nothing is no number.
        if (batch.TargetCount == 0) return 0;
        var loss = _target.Loss(logits, batch.Labels!) * ((double)batch.TargetCount / targets);
        var value = (double)loss.to_type(ScalarType.Float32).item<float>();
        if (!double.IsFinite(value)) throw NonFinite("loss", value);
        Gradients.Backward(loss);
        tokens += batch.TokenCount;
        return value;
    }

    private void Evaluate(EncodedDataset data, CancellationToken cancellation)
    {
        _metrics = EvaluationLoop.Run(_target, data, _options.EvaluationBatchSize, cancellation).Metrics;
        var best = _best.Offer(_done, _metrics, _target.Trainable);
        _log.Append(new EvaluationEvent(_done, _clock.Epoch(_done), _metrics, best));
    }

    private void Save()
    {
        _lastGood.Update(_target.Trainable);
        var path = _checkpoints!.Save(_target, _optimizer, _best, new CheckpointPosition(_done, _loss, _metrics), _clock.StepsPerEpoch);
        _log.Append(new CheckpointEvent(_done, path));
    }

    private void Resume(string folder)
    {
        var position = CheckpointStore.Load(folder, _options, _data, _target, _optimizer, _best);
        (_done, _loss, _metrics) = (position.Step, position.Loss, position.Metrics);
        _lastGood.Update(_target.Trainable);
        _log.Append(new LogEvent($"The run goes on after step {_done} of {_clock.TotalSteps}, from {folder}."));
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

    private BridgeException NonFinite(string what, double value) =>
        BridgeException.Precondition(ErrorReason.NonFiniteLoss, $"the {what} of step {_done + 1} is {value}; the tensors are back at the last checkpoint, or where the job began",
            ("step", _done + 1), ("quantity", what), ("value", value), ("learning_rate", _clock.Schedule.At(_done)));

    public void Dispose()
    {
        _optimizer.Dispose();
        _best.Dispose();
        _lastGood.Dispose();
    }
}
