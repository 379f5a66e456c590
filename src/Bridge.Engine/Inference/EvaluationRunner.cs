using Bridge.Core;
using Bridge.Engine.Inference;
using Bridge.Engine.Jobs.Running;
using Bridge.Engine.Models;
using Bridge.Engine.Text;
using Bridge.Engine.Work;
using Bridge.Training.Evaluation;
using Bridge.Training.Metrics;

namespace Bridge.Engine;

/// <summary>Scores datasets, on a thread of its own with copies of the adapters, so that it holds up neither calls nor publications.</summary>
public sealed class EvaluationRunner
{
    private const int MaxBatch = 65536;
    private readonly ModelRegistry _models;
    private readonly DatasetCatalog _datasets;
    private readonly WorkQueue _queue;

    internal EvaluationRunner(ModelRegistry models, DatasetCatalog datasets, WorkQueue queue) => (_models, _datasets, _queue) = (models, datasets, queue);

    /// <summary>Metrics over the rows of a dataset. DATASET_NOT_FOUND, HEAD_NOT_FOUND, DATA_INVALID, and what forward passes refuse.</summary>
    public Task<EvaluateResult> EvaluateAsync(EvaluateRequest request, CancellationToken cancellation = default)
    {
        var entry = _models[request.Model];
        var data = _datasets.Entry(request.Dataset);
        entry.RequireInputsOf(data, request.Embedding);
        if (request.BatchSize is < 1 or > MaxBatch)
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"batch_size {request.BatchSize} is outside [1, {MaxBatch}]", ("batch_size", request.BatchSize), ("allowed", $"[1, {MaxBatch}]"));
        var length = TextLength.OrDefault(request.MaxLength, entry.Model.Description);
        foreach (var metric in request.Metrics)
            if (!MetricNames.All.Contains(metric))
                throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"there is no metric \"{metric}\"; there are {string.Join(", ", MetricNames.All)}", ("metric", metric), ("allowed", string.Join(", ", MetricNames.All)));
        var uses = ForwardRunner.Compose(entry, request.Setup, request.UseBase, request.Embedding).Uses;
        if (HeadPlan.For(entry, request.Setup, request.Heads, without: false).Heads is not [var head])
            throw BridgeException.NotFound(ErrorReason.HeadNotFound, $"model \"{entry.Id}\" has no head for setup {request.Setup?.Write() ?? "base"}; name one head",
                ("model", entry.Id), ("setup", request.Setup?.Write() ?? ""));
        var name = head.Name;
        return _queue.Run(token =>
        {
            using var kept = entry.Lease.Keep();
            using var workspace = Workspace.Copy(entry, request.Setup, [name], request.Embedding, token);
            var config = workspace.Heads[name].ConfigWith(workspace.Embeddings.For(request.Embedding));
            var rows = entry.Encode(data.WithLabels(config.LabelIds), config, request.Embedding, length, token);
            var result = Evaluator.Run(new EvaluationSpec
            {
                Model = entry.Model,
                Adapters = workspace.Adapters,
                Heads = workspace.Heads,
                Head = name,
                Composition = request.Setup,
                Data = rows,
                PaddingId = entry.PaddingId(request.Embedding),
                Embedding = workspace.Embeddings.For(request.Embedding),
                BatchSize = request.BatchSize,
            }, token);
            var metrics = request.Metrics.Count == 0 ? result.Metrics : result.Metrics.Where(m => request.Metrics.Contains(m.Key)).ToDictionary(m => m.Key, m => m.Value);
            return new EvaluateResult(metrics, rows.Count, uses);
        }, cancellation);
    }
}
