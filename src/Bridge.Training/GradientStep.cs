using Bridge.Core;
using Bridge.Torch;
using Bridge.Training.Data;
using Bridge.Training.Optimization;
using static TorchSharp.torch;

namespace Bridge.Training;

/// <summary>
/// One optimizer step after another, micro-batch by micro-batch: what jobs and sessions share. Dropout is a function of seed, step and place in the step.
/// Gradients gather in the tensors' <c>grad</c>; the mean over all targets of a step comes out however it is cut, and nobody needs to know the cut beforehand.
/// </summary>
internal sealed class GradientStep : IDisposable
{
    private readonly ITrainingTarget _target;
    private readonly TrainingOptions _options;
    private readonly RandomSource _dropout;
    private long _reference; // targets of the first micro-batch that has any: the unit that gradients are gathered in
    private double _sum; // of losses times their targets

    public GradientStep(ITrainingTarget target, TrainingOptions options)
    {
        (_target, _options) = (target, options);
        _dropout = new RandomSource(options.Seed).Fork("dropout");
        Optimizer = new AdamW(target.Trainable, options.Optimizer);
    }

    public AdamW Optimizer { get; }

    /// <summary>Optimizer steps done.</summary>
    public long Done { get; set; }

    /// <summary>Micro-batches gathered for the step at hand.</summary>
    public int Batches { get; private set; }

    /// <summary>Targets gathered for the step at hand.</summary>
    public long Targets { get; private set; }

    /// <summary>Tokens gathered for the step at hand.</summary>
    public long Tokens { get; private set; }

    /// <summary>
    /// Gathers the gradient of a micro-batch and returns its mean loss; <paramref name="look"/> sees the logits. An error leaves parameters as they are, and gradients in an unknown state: forget them.
    /// </summary>
    public double Add(Batch batch, CancellationToken cancellation, Action<Tensor>? look = null)
    {
        using var enabled = enable_grad();
        using var scope = NewDisposeScope();
        var logits = _target.Logits(batch, _dropout.Fork(Done).Fork(Batches), cancellation);
        double value = 0;
        // Rows may hold nothing to predict (a text of one token); a mean over nothing is no number.
        if (batch.TargetCount > 0)
        {
            var reference = _reference == 0 ? batch.TargetCount : _reference;
            var loss = _target.Loss(logits, batch.Labels!);
            value = loss.to_type(ScalarType.Float32).item<float>();
            if (!double.IsFinite(value)) throw NonFinite("loss", value);
            Gradients.Backward(batch.TargetCount == reference ? loss : loss * ((double)batch.TargetCount / reference));
            _reference = reference;
        }
        look?.Invoke(logits);
        Batches++;
        Targets += batch.TargetCount;
        Tokens += batch.TokenCount;
        _sum += value * batch.TargetCount;
        return value;
    }

    /// <summary>The mean loss over the targets gathered.</summary>
    public double Loss => Targets == 0 ? 0 : _sum / Targets;

    /// <summary>Norm of the gathered gradient before clipping, which is then clipped. NON_FINITE_LOSS where it is no number.</summary>
    public double Clip()
    {
        if (Targets != _reference)
        {
            using var noGrad = no_grad();
            foreach (var parameter in _target.Trainable.Values)
            {
                using var gradient = parameter.grad;
                gradient?.mul_((double)_reference / Targets);
            }
        }
        var norm = GradientClip.Apply(_target.Trainable.Values, _options.ClipNorm);
        return double.IsFinite(norm) ? norm : throw NonFinite("gradient norm", norm);
    }

    /// <summary>Changes the parameters and begins the next step.</summary>
    public void Apply(double rate)
    {
        Optimizer.Step(rate);
        Done++;
        Forget();
    }

    /// <summary>Begins the step at hand anew.</summary>
    public void Forget()
    {
        foreach (var parameter in _target.Trainable.Values) parameter.grad = null;
        (Batches, Targets, Tokens, _reference, _sum) = (0, 0, 0, 0, 0);
    }

    private BridgeException NonFinite(string what, double value) =>
        BridgeException.Precondition(ErrorReason.NonFiniteLoss, $"the {what} of step {Done + 1} is {value}", ("step", Done + 1), ("quantity", what), ("value", value));

    public void Dispose() => Optimizer.Dispose();
}
