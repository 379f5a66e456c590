namespace Bridge.Training.Evaluation;

/// <summary>Scores a model with adapters and a head on a dataset.</summary>
public static class Evaluator
{
    /// <summary>Runs on the calling thread, without gradients and dropout, rows of like length together. Changes nothing.</summary>
    /// <exception cref="Core.BridgeException">DATA_INVALID, SEQUENCE_TOO_LONG, TENSOR_VALUE, ADAPTER_NOT_FOUND, HEAD_NOT_FOUND, COMPOSITION_INVALID.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static EvaluationResult Run(EvaluationSpec spec, CancellationToken cancellation = default)
    {
        var target = new AdapterTarget(spec.Model, spec.Adapters, spec.Heads, spec.Head, spec.Composition, spec.PaddingId, spec.Embedding);
        target.Check(spec.Data);
        return EvaluationLoop.Run(target, spec.Data, spec.BatchSize, cancellation);
    }
}
