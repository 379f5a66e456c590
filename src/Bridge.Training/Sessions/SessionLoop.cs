using Bridge.Core;
using Bridge.Models;
using Bridge.Models.Heads;
using Bridge.Training.Data;
using static TorchSharp.torch;

namespace Bridge.Training.Sessions;

/// <summary>
/// Training batch by batch, as somebody else hands them over: the steps of <see cref="Trainer"/> without its data, evaluation and checkpoints. Same batches, seed and options give the same bits.
/// For one thread. An error changes no parameter; what was gathered for the step at hand is forgotten then.
/// </summary>
public sealed class SessionLoop : IDisposable
{
    private readonly AdapterTarget _target;
    private readonly TrainingOptions _options;
    private readonly GradientStep _step;
    private readonly TrainingClock _clock;
    private readonly RequiresGradScope _gradients;
    private readonly RandomSource _masking;
    private readonly IReadOnlyDictionary<string, byte[]>? _frozen;

    /// <summary>Checks everything; changes nothing. The same errors as <see cref="Trainer.Run"/>'s before it begins.</summary>
    public SessionLoop(TargetSpec spec)
    {
        _options = spec.Options;
        TrainingOptionsChecks.Check(_options, hasEvaluation: false, hasCheckpointFolder: false);
        _target = new AdapterTarget(spec);
        if (_target.Trainable.Count == 0) throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, "the session names no tensor to train", ("trainable", 0));
        _clock = new TrainingClock(_options, stepsPerEpoch: 1);
        _masking = new RandomSource(_options.Seed).Fork("masking");
        _frozen = _options.VerifyFrozen ? TensorDigest.Compute(_target.Frozen) : null;
        _step = new GradientStep(_target, _options);
        _gradients = new RequiresGradScope(_target.Trainable.Values);
    }

    /// <summary>Optimizer steps done.</summary>
    public long Steps => _step.Done;

    /// <summary>Batches gathered for the step at hand.</summary>
    public int Gathered => _step.Batches;

    /// <summary>Whether the optimizer failed halfway: the parameters are then of no step, and nothing more can be done.</summary>
    public bool IsTorn { get; private set; }

    /// <summary>What the head learns.</summary>
    public HeadConfig Head => _target.Head;

    /// <summary>All rows of a dataset as one batch; those of a language model get their labels, others carry none yet.</summary>
    public Batch Encoded(EncodedDataset data)
    {
        _target.Check(data);
        return Batch.Create(data, [.. Enumerable.Range(0, data.Count)], _target.Padding, _target.Outputs, _target.Device, _masking.Fork(_step.Done).Fork(_step.Batches));
    }

    /// <summary>The batch with these labels, which become its own; TENSOR_SHAPE where they do not go with its rows.</summary>
    public Batch Labelled(Batch batch, Tensor labels) => batch.With(labels, HeadTargets.Count(Head, batch.Inputs, labels));

    /// <summary>A batch of tensors, which become its own; TENSOR_SHAPE where labels do not go with the rows.</summary>
    public Batch Given(ModelInputs inputs, Tensor? labels, IReadOnlyList<int>? taskIds) =>
        Batch.Of(inputs, labels, labels is null ? 0 : HeadTargets.Count(Head, inputs, labels), taskIds);

    /// <summary>Gathers a batch, and changes the parameters where <paramref name="step"/> says so; null goes by <see cref="TrainingOptions.GradientAccumulation"/>.</summary>
    /// <param name="batch">Borrowed; with labels.</param>
    /// <param name="step">Whether the optimizer steps after this batch.</param>
    /// <param name="look">Sees the logits; null for none.</param>
    /// <param name="cancellation">Asked between blocks.</param>
    /// <exception cref="BridgeException">NON_FINITE_LOSS; JOB_NOT_RUNNING after the last planned step; what models and heads refuse.</exception>
    public SessionStep Step(Batch batch, bool? step, Action<Tensor>? look, CancellationToken cancellation)
    {
        RequireWhole();
        if (_options.MaxSteps is { } most && Steps >= most)
            throw BridgeException.Precondition(ErrorReason.JobNotRunning, $"the session has done the {most} steps that it was to do (max_steps)", ("step", Steps), ("max_steps", most));
        if (batch.Labels is null) throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, "the batch has no labels to train on", ("field", "labels"));
        try
        {
            var loss = _step.Add(batch, cancellation, look);
            var rate = _clock.Schedule.At(Steps);
            var due = step ?? _step.Batches >= _options.GradientAccumulation;
            if (!due) return new SessionStep(Steps, false, loss, _step.Loss, rate, null, batch.TokenCount, batch.TargetCount);
            var (whole, norm) = (_step.Loss, _step.Clip());
            IsTorn = true;
            _step.Apply(rate);
            IsTorn = false;
            return new SessionStep(Steps, true, loss, whole, rate, norm, batch.TokenCount, batch.TargetCount);
        }
        catch
        {
            _step.Forget();
            throw;
        }
    }

    /// <summary>Runs a batch without dropout and gradients; the mean loss is null without labels. Changes nothing.</summary>
    public double? Evaluate(Batch batch, Action<Tensor>? look, CancellationToken cancellation)
    {
        RequireWhole();
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var logits = _target.Logits(batch, dropout: null, cancellation);
        look?.Invoke(logits);
        if (batch.Labels is null) return null;
        return batch.TargetCount == 0 ? 0 : _target.Loss(logits, batch.Labels).to_type(ScalarType.Float32).item<float>();
    }

    /// <summary>FROZEN_CHANGED where a tensor changed that may not.</summary>
    public void Verify()
    {
        if (_frozen is not null) TensorDigest.Verify(_target.Frozen, _frozen);
    }

    private void RequireWhole()
    {
        if (IsTorn) throw BridgeException.Precondition(ErrorReason.JobNotRunning, "the optimizer failed halfway through a step; the session is over", ("step", Steps + 1));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gradients.Dispose();
        _step.Dispose();
    }
}
