using System.Globalization;
using Bridge.Core;
using Bridge.Engine.Inference;
using Bridge.Engine.Models;
using Bridge.Engine.Work;
using Bridge.Models.Heads;
using Bridge.Tokenization;
using static TorchSharp.torch;

namespace Bridge.Engine;

/// <summary>Classifies texts: tokenizer, model, head, label names.</summary>
public sealed class TextClassifier
{
    private const int BatchRows = 32;
    private readonly ModelRegistry _models;
    private readonly WorkQueue _queue;

    internal TextClassifier(ModelRegistry models, WorkQueue queue) => (_models, _queue) = (models, queue);

    /// <summary>Classifies texts. BATCH_EMPTY, HEAD_NOT_FOUND, and what forward passes refuse.</summary>
    public Task<ClassifyResult> ClassifyAsync(ClassifyRequest request, CancellationToken cancellation = default)
    {
        var entry = _models[request.Model];
        var encodings = request.Texts.Encode(entry, request.Embedding);
        return _queue.Run(token =>
        {
            using var scope = TensorScope.Open();
            using var lease = entry.Lease.Read(token);
            return Run(entry, request, encodings, token);
        }, cancellation);
    }

    private static ClassifyResult Run(ModelEntry entry, ClassifyRequest request, IReadOnlyList<Encoding> encodings, CancellationToken cancellation)
    {
        var setup = ForwardRunner.Compose(entry, request.Setup, request.UseBase, request.Embedding);
        var plan = HeadPlan.For(entry, request.Setup, request.Heads, without: false);
        if (plan.Heads is not [var head])
            throw BridgeException.NotFound(ErrorReason.HeadNotFound, $"model \"{entry.Id}\" has no head for setup {request.Setup?.Write() ?? "base"}; name one head",
                ("model", entry.Id), ("setup", request.Setup?.Write() ?? ""));
        if (head.Config is not (ClassificationHeadConfig or DeclaredHeadConfig { Input: not DeclaredInput.Tokens }))
            throw BridgeException.Precondition(ErrorReason.SlotNotSupported, $"head \"{head.Name}\" is of type {head.Config.HeadType}; texts are classified by classification heads, use a forward pass",
                ("head", head.Name), ("head_type", head.Config.HeadType), ("allowed", "classification, multilabel_classification, declared"));
        var results = new Classification[encodings.Count];
        var labels = Labels(head);
        // Rows of like length share a batch, so that little padding is computed.
        foreach (var rows in Enumerable.Range(0, encodings.Count).OrderBy(i => encodings[i].Length).Chunk(BatchRows))
        {
            cancellation.ThrowIfCancellationRequested();
            Batch(entry, setup, plan, rows, encodings, entry.PaddingId(request.Embedding), labels, results, cancellation);
        }
        return new ClassifyResult(results, labels, head.Name, setup.Uses);
    }

    private static void Batch(ModelEntry entry, ComposedSetup setup, HeadPlan plan, int[] rows, IReadOnlyList<Encoding> encodings, int padding, IReadOnlyList<string> labels, Classification[] results, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var inputs = new Dictionary<string, Tensor>();
        TextInputs.Add(entry, [.. rows.Select(r => encodings[r])], inputs, padding);
        var outputs = ForwardRunner.Run(entry, InputTensors.Read(inputs), setup, plan, [OutputNames.Logits], null, cancellation);
        var logits = outputs.Values.Single().to(ScalarType.Float32).cpu().contiguous();
        var multilabel = plan.Heads[0].Config is ClassificationHeadConfig { Multilabel: true } or DeclaredHeadConfig { Loss: DeclaredLoss.BinaryCrossEntropy };
        var scores = multilabel ? logits.sigmoid() : labels.Count == 1 ? logits : logits.softmax(-1);
        float[] flat = logits.data<float>().ToArray(), flatScores = scores.data<float>().ToArray();
        for (var i = 0; i < rows.Length; i++)
        {
            var values = flat.AsSpan(i * labels.Count, labels.Count).ToArray();
            var best = multilabel || labels.Count == 1 ? -1 : Array.IndexOf(values, values.Max());
            var encoding = encodings[rows[i]];
            results[rows[i]] = new Classification(best, best < 0 ? "" : labels[best], flatScores.AsSpan(i * labels.Count, labels.Count).ToArray(), values, encoding.Length, encoding.Overflowing.Count > 0);
        }
    }

    private static IReadOnlyList<string> Labels(PredictionHead head) => head.Labels
        ?? [.. Enumerable.Range(0, head.Config switch { ClassificationHeadConfig c => c.NumLabels, DeclaredHeadConfig d => d.NumLabels, _ => 1 }).Select(i => string.Create(CultureInfo.InvariantCulture, $"LABEL_{i}"))];
}
