using Bridge.Training.Data;
using Bridge.Training.Metrics;
using static TorchSharp.torch;

namespace Bridge.Training.Evaluation;

/// <summary>Runs a model over a dataset without gradients, rows of like length together.</summary>
internal static class EvaluationLoop
{
    public static EvaluationResult Run(ITrainingTarget target, EncodedDataset data, int batchSize, CancellationToken cancellation)
    {
        using var noGrad = no_grad();
        var plan = new BatchPlan(data.Lengths, batchSize);
        if (data.Targets.OfTokens) return TokenEvaluation.Run(target, data, plan, cancellation);
        var logits = new float[data.Count * target.Outputs];
        double loss = 0;
        for (var step = 0; step < plan.StepsPerEpoch; step++)
        {
            foreach (var rows in plan.Step(step))
            {
                cancellation.ThrowIfCancellationRequested();
                loss += Batch(target, data, rows, logits, cancellation) * rows.Length / data.Count;
            }
        }
        return Score(data.Targets, logits, target.Outputs, loss);
    }

    private static double Batch(ITrainingTarget target, EncodedDataset data, int[] rows, float[] logits, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var batch = Data.Batch.Create(data, rows, target.Padding, target.Outputs, target.Device);
        var output = target.Logits(batch, dropout: null, cancellation);
        var values = output.to_type(ScalarType.Float32).cpu().contiguous().data<float>();
        var flat = new float[rows.Length * target.Outputs];
        values.CopyTo(flat);
        for (var i = 0; i < rows.Length; i++)
            flat.AsSpan(i * target.Outputs, target.Outputs).CopyTo(logits.AsSpan(rows[i] * target.Outputs));
        return batch.Labels is null ? 0 : target.Loss(output, batch.Labels).to_type(ScalarType.Float32).item<float>();
    }

    private static EvaluationResult Score(Targets targets, float[] logits, int outputs, double loss)
    {
        var rows = targets.Count;
        var metrics = new OrderedDictionary<string, double>();
        IReadOnlyList<int> predictions = targets.Kind is LabelKind.Single or LabelKind.None && outputs > 1
            ? [.. Enumerable.Range(0, rows).Select(row => ArgMax(logits.AsSpan(row * outputs, outputs)))]
            : [];
        if (targets.Kind != LabelKind.None) metrics[MetricNames.Loss] = loss;
        var more = targets.Kind switch
        {
            LabelKind.Single when outputs > 1 => ClassificationMetrics.Single(targets.Classes!, predictions, outputs),
            LabelKind.Multiple => Multiple(targets, logits, outputs),
            LabelKind.Score => RegressionMetrics.Compute([.. targets.Scores!.Select(score => (double)score)], [.. Enumerable.Range(0, rows).Select(row => (double)logits[row * outputs])]),
            _ => new Dictionary<string, double>(),
        };
        foreach (var (name, value) in more) metrics[name] = value;
        return new EvaluationResult { Metrics = metrics, Logits = logits, Outputs = outputs, Predictions = predictions };
    }

    // A logit above 0 is a probability above one half.
    private static IReadOnlyDictionary<string, double> Multiple(Targets targets, float[] logits, int outputs)
    {
        bool[,] truth = new bool[targets.Count, outputs], predicted = new bool[targets.Count, outputs];
        for (var row = 0; row < targets.Count; row++)
        {
            foreach (var id in targets.Sets![row]) truth[row, id] = true;
            for (var k = 0; k < outputs; k++) predicted[row, k] = logits[row * outputs + k] > 0;
        }
        return ClassificationMetrics.Multiple(truth, predicted);
    }

    private static int ArgMax(ReadOnlySpan<float> values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
            if (values[i] > values[best])
                best = i;
        return best;
    }
}
