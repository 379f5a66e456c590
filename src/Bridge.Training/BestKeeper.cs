using Bridge.Training.Metrics;
using static TorchSharp.torch;

namespace Bridge.Training;

/// <summary>Remembers the tensors of the best evaluation, and when patience is at its end.</summary>
internal sealed class BestKeeper(string metric, int? patience, bool keepTensors) : IDisposable
{
    private TensorSnapshot? _tensors;

    public long? Step { get; private set; }

    public IReadOnlyDictionary<string, double>? Metrics { get; private set; }

    /// <summary>Evaluations since the best.</summary>
    public int Since { get; private set; }

    public bool IsPatienceOver => patience is { } limit && Since >= limit;

    /// <summary>The best tensors, borrowed; null where there are none.</summary>
    public IReadOnlyDictionary<string, Tensor>? Tensors => _tensors?.Tensors;

    /// <summary>Takes note of an evaluation; true where it is the best so far. Among equals the first is.</summary>
    public bool Offer(long step, IReadOnlyDictionary<string, double> metrics, IReadOnlyDictionary<string, Tensor> tensors)
    {
        if (Metrics is not null && !IsBetter(metrics[metric], Metrics[metric]))
        {
            Since++;
            return false;
        }
        Take(step, metrics, tensors, since: 0);
        return true;
    }

    /// <summary>Takes up what a checkpoint remembered.</summary>
    public void Take(long step, IReadOnlyDictionary<string, double> metrics, IReadOnlyDictionary<string, Tensor>? tensors, int since)
    {
        (Step, Metrics, Since) = (step, metrics, since);
        if (!keepTensors || tensors is null) return;
        if (_tensors is null) _tensors = new TensorSnapshot(tensors);
        else _tensors.Update(tensors);
    }

    /// <summary>Puts the best tensors back; false where there are none.</summary>
    public bool Restore(IReadOnlyDictionary<string, Tensor> tensors)
    {
        _tensors?.Restore(tensors);
        return _tensors is not null;
    }

    // Anything is better than not a number.
    private bool IsBetter(double value, double best) =>
        double.IsNaN(best) ? !double.IsNaN(value) : MetricNames.LessIsBetter(metric) ? value < best : value > best;

    public void Dispose() => _tensors?.Dispose();
}
