using Bridge.Training.Data;
using Bridge.Training.Metrics;
using static TorchSharp.torch;

namespace Bridge.Training.Evaluation;

/// <summary>Scores heads over tokens: the mean loss and the share of right ones over all tokens that count; for tags the metrics of their classes too.</summary>
internal static class TokenEvaluation
{
    public static EvaluationResult Run(ITrainingTarget target, EncodedDataset data, BatchPlan plan, CancellationToken cancellation)
    {
        var (truth, predicted) = (new List<int>(), new List<int>());
        double loss = 0;
        long count = 0;
        for (var step = 0; step < plan.StepsPerEpoch; step++)
        {
            foreach (var rows in plan.Step(step))
            {
                cancellation.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                using var batch = Batch.Create(data, rows, target.Padding, target.Outputs, target.Device);
                if (batch.TargetCount == 0) continue;
                var logits = target.Logits(batch, dropout: null, cancellation);
                loss += target.Loss(logits, batch.Labels!).to_type(ScalarType.Float32).item<float>() * batch.TargetCount;
                count += batch.TargetCount;
                Collect(logits, batch.Labels!, data.Targets.First, truth, predicted);
            }
        }
        var mean = count == 0 ? 0 : loss / count;
        var metrics = new OrderedDictionary<string, double> { [MetricNames.Loss] = mean };
        if (data.Targets.Kind == LabelKind.Tags)
        {
            foreach (var (name, value) in ClassificationMetrics.Single(truth, predicted, target.Outputs)) metrics[name] = value;
        }
        else
        {
            metrics[MetricNames.Perplexity] = Math.Exp(mean);
            metrics[MetricNames.Accuracy] = truth.Count == 0 ? 0 : (double)truth.Zip(predicted).Count(pair => pair.First == pair.Second) / truth.Count;
        }
        return new EvaluationResult { Metrics = metrics, Logits = [], Outputs = target.Outputs, Predictions = predicted };
    }

    // A prompt lengthens the logits at their front. // logits (rows, length, outputs), labels (rows, length)
    private static void Collect(Tensor logits, Tensor labels, int first, List<int> truth, List<int> predicted)
    {
        var length = labels.shape[1];
        var best = logits.narrow(1, logits.shape[1] - length, length - first).argmax(-1).cpu().contiguous().data<long>().ToArray();
        var wanted = labels.narrow(1, first, length - first).cpu().contiguous().data<long>().ToArray();
        for (var i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] == Targets.Ignored) continue;
            truth.Add((int)wanted[i]);
            predicted.Add((int)best[i]);
        }
    }
}
