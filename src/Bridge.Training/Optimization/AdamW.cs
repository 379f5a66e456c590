using System.Runtime.InteropServices;
using Bridge.Core;
using TorchSharp;
using static TorchSharp.torch;

namespace Bridge.Training.Optimization;

/// <summary>
/// AdamW (Loshchilov and Hutter 2019, arXiv:1711.05101): m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g²;
/// p = p (1 - lr wd) - lr / (1 - b1^t) · m / (sqrt(v / (1 - b2^t)) + eps). A tensor without gradient is left alone, its decay and step count too.
/// Moments have the tensor's type. The same inputs give the same bits.
/// </summary>
public sealed class AdamW : IDisposable
{
    private readonly AdamWOptions _options;
    private readonly SortedDictionary<string, State> _states = new(StringComparer.Ordinal);

    /// <summary>An optimizer that has not stepped yet.</summary>
    /// <param name="parameters">Tensors to change in place, by name; borrowed.</param>
    /// <param name="options">Constants.</param>
    public AdamW(IReadOnlyDictionary<string, Tensor> parameters, AdamWOptions options)
    {
        _options = options;
        foreach (var (name, parameter) in parameters) _states.Add(name, new State(parameter));
    }

    /// <summary>Changes every tensor that has a gradient.</summary>
    public void Step(double rate)
    {
        using var noGrad = no_grad();
        foreach (var state in _states.Values)
        {
            using var gradient = state.Parameter.grad;
            if (gradient is not null) Update(state, gradient, rate);
        }
    }

    private void Update(State state, Tensor gradient, double rate)
    {
        var (b1, b2) = (_options.Beta1, _options.Beta2);
        state.Steps++;
        if (IsPlain(state.Parameter) && IsPlain(gradient))
        {
            new AdamWKernel(rate, state.Steps, _options).Apply(Floats(state.Parameter), Floats(state.Mean), Floats(state.Square), Floats(gradient));
            return;
        }
        using var scope = NewDisposeScope();
        if (_options.WeightDecay != 0) state.Parameter.mul_(1 - rate * _options.WeightDecay);
        state.Mean.lerp_(gradient, 1 - b1);
        state.Square.mul_(b2).addcmul_(gradient, gradient, 1 - b2);
        var correction1 = 1 - Math.Pow(b1, state.Steps);
        var correction2 = Math.Sqrt(1 - Math.Pow(b2, state.Steps));
        var denominator = state.Square.sqrt().div_(correction2).add_(_options.Epsilon);
        state.Parameter.addcdiv_(state.Mean, denominator, -rate / correction1);
    }

    // Spans count in 32 bits.
    private static bool IsPlain(Tensor tensor) =>
        tensor.device_type == DeviceType.CPU && tensor.dtype == ScalarType.Float32 && tensor.is_contiguous() && tensor.NumberOfElements < int.MaxValue / sizeof(float);

    private static Span<float> Floats(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    /// <summary>All state as tensors to save: <c>NAME.exp_avg</c>, <c>NAME.exp_avg_sq</c> (borrowed) and the step counts.</summary>
    internal (IReadOnlyDictionary<string, Tensor> Moments, IReadOnlyDictionary<string, long> Steps) Save()
    {
        var moments = new SortedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, state) in _states)
        {
            moments[$"{name}.exp_avg"] = state.Mean;
            moments[$"{name}.exp_avg_sq"] = state.Square;
        }
        return (moments, _states.ToDictionary(entry => entry.Key, entry => entry.Value.Steps));
    }

    /// <summary>Takes state up again.</summary>
    /// <param name="moment">The saved tensor of that name and shape, borrowed.</param>
    /// <param name="steps">Step counts.</param>
    internal void Load(Func<string, long[], Tensor> moment, IReadOnlyDictionary<string, long> steps)
    {
        using var noGrad = no_grad();
        foreach (var (name, state) in _states)
        {
            if (!steps.TryGetValue(name, out var count))
                throw BridgeException.Precondition(ErrorReason.CheckpointMismatch, $"the checkpoint has no optimizer state of \"{name}\"", ("tensor", name));
            state.Steps = count;
            state.Mean.copy_(moment($"{name}.exp_avg", state.Mean.shape));
            state.Square.copy_(moment($"{name}.exp_avg_sq", state.Square.shape));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var state in _states.Values) state.Dispose();
    }

    private sealed class State(Tensor parameter) : IDisposable
    {
        public Tensor Parameter { get; } = parameter;

        public Tensor Mean { get; } = zeros(parameter.shape, parameter.dtype, parameter.device).DetachFromDisposeScope();

        public Tensor Square { get; } = zeros(parameter.shape, parameter.dtype, parameter.device).DetachFromDisposeScope();

        public long Steps { get; set; }

        public void Dispose()
        {
            Mean.Dispose();
            Square.Dispose();
        }
    }
}
