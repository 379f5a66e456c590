using System.Globalization;
using Bridge.Core;
using Bridge.Engine.Inference;
using Bridge.Engine.Models;
using Bridge.Engine.Work;
using Bridge.Models.Heads;
using static TorchSharp.torch;

namespace Bridge.Engine;

/// <summary>Classifies texts and images: tokenizer or image processor, model, head, label names.</summary>
public sealed class Classifier
{
    private const int BatchRows = 32;
    private readonly ModelRegistry _models;
    private readonly WorkQueue _queue;

    internal Classifier(ModelRegistry models, WorkQueue queue) => (_models, _queue) = (models, queue);

    /// <summary>Classifies texts or images. BATCH_EMPTY, HEAD_NOT_FOUND, IMAGE_INVALID, and what forward passes refuse.</summary>
    public Task<ClassifyResult> ClassifyAsync(ClassifyRequest request, CancellationToken cancellation = default)
    {
        var entry = _models[request.Model];
        var rows = InputRows.Of(entry, request.Texts, request.Images, request.Embedding)
            ?? throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, "neither texts nor images are given; give one", ("field", "texts"), ("allowed", "texts or images"));
        return _queue.Run(token =>
        {
            using var scope = TensorScope.Open();
            using var lease = entry.Lease.Read(token);
            return Run(entry, request, rows, token);
        }, cancellation);
    }

    private static ClassifyResult Run(ModelEntry entry, ClassifyRequest request, InputRows rows, CancellationToken cancellation)
    {
        var setup = ForwardRunner.Compose(entry, request.Setup, request.UseBase, request.Embedding);
        var plan = HeadPlan.For(entry, request.Setup, request.Heads, without: false);
        if (plan.Heads is not [var head])
            throw BridgeException.NotFound(ErrorReason.HeadNotFound, $"model \"{entry.Id}\" has no head for setup {request.Setup?.Write() ?? "base"}; name one head",
                ("model", entry.Id), ("setup", request.Setup?.Write() ?? ""));
        if (head.Config is not (ClassificationHeadConfig or DeclaredHeadConfig { Input: not DeclaredInput.Tokens }))
            throw BridgeException.Precondition(ErrorReason.SlotNotSupported, $"head \"{head.Name}\" is of type {head.Config.HeadType}; texts and images are classified by classification heads, use a forward pass",
                ("head", head.Name), ("head_type", head.Config.HeadType), ("allowed", "classification, multilabel_classification, declared"));
        var results = new Classification[rows.Count];
        var labels = Labels(head);
        // Rows of like length share a batch, so that little padding is computed.
        foreach (var batch in Enumerable.Range(0, rows.Count).OrderBy(rows.Length).Chunk(BatchRows))
        {
            cancellation.ThrowIfCancellationRequested();
            Batch(entry, setup, plan, batch, rows, labels, results, cancellation);
        }
        return new ClassifyResult(results, labels, head.Name, setup.Uses);
    }

    private static void Batch(ModelEntry entry, ComposedSetup setup, HeadPlan plan, int[] batch, InputRows rows, IReadOnlyList<string> labels, Classification[] results, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var inputs = new Dictionary<string, Tensor>();
        rows.Add(batch, inputs, cancellation);
        var outputs = ForwardRunner.Run(entry, InputTensors.Read(inputs), setup, plan, [OutputNames.Logits], null, cancellation);
        var logits = outputs.Values.Single().to(ScalarType.Float32).cpu().contiguous();
        var multilabel = plan.Heads[0].Config is ClassificationHeadConfig { Multilabel: true } or DeclaredHeadConfig { Loss: DeclaredLoss.BinaryCrossEntropy };
        var scores = multilabel ? logits.sigmoid() : labels.Count == 1 ? logits : logits.softmax(-1);
        float[] flat = logits.data<float>().ToArray(), flatScores = scores.data<float>().ToArray();
        for (var i = 0; i < batch.Length; i++)
        {
            var values = flat.AsSpan(i * labels.Count, labels.Count).ToArray();
            var best = multilabel || labels.Count == 1 ? -1 : Array.IndexOf(values, values.Max());
            results[batch[i]] = new Classification(best, best < 0 ? "" : labels[best], flatScores.AsSpan(i * labels.Count, labels.Count).ToArray(), values, rows.Length(batch[i]), rows.IsCut(batch[i]));
        }
    }

    private static IReadOnlyList<string> Labels(PredictionHead head) => head.Labels
        ?? [.. Enumerable.Range(0, head.Config switch { ClassificationHeadConfig c => c.NumLabels, DeclaredHeadConfig d => d.NumLabels, _ => 1 }).Select(i => string.Create(CultureInfo.InvariantCulture, $"LABEL_{i}"))];
}
