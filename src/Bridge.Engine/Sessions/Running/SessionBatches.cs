using Bridge.Core;
using Bridge.Engine.Inference;
using Bridge.Engine.Models;
using Bridge.Engine.Text;
using Bridge.Engine.Values;
using Bridge.Models.Heads;
using Bridge.Training.Data;
using Bridge.Training.Sessions;
using static TorchSharp.torch;

namespace Bridge.Engine.Sessions.Running;

/// <summary>What callers hand over as batches of the trainer: texts the way of datasets, tensors the way of forward passes.</summary>
internal sealed class SessionBatches(ModelEntry entry, SessionLoop loop, string? embedding, int maxLength)
{
    /// <summary>Refuses what no tensor is needed to see.</summary>
    public static void Check(SessionBatch batch)
    {
        foreach (var (name, value) in batch.Inputs) value.Check(name);
        batch.Labels?.Check("labels");
        if (batch.Texts is null && batch.Inputs.Count == 0) throw Argument("inputs", "neither inputs nor texts are given; give one");
        if (batch.Texts is not null && batch.Inputs.Keys.Any(name => name != "task_ids")) throw Argument("inputs", "texts and tensors are given at once; choose one");
        if (batch.Labels is not null && batch.LabelNames.Count > 0) throw Argument("labels", "labels are given as a tensor and by name; choose one");
    }

    /// <summary>The batch; its tensors belong to the scope of the caller.</summary>
    public Batch Make(SessionBatch batch, CancellationToken cancellation)
    {
        var device = entry.Model.Device;
        var given = batch.Inputs.ToDictionary(i => i.Key, i => TensorValues.ToTensor(i.Key, i.Value, device));
        var labels = Labels(batch, device);
        if (batch.Texts is null) return loop.Given(InputTensors.Read(given), labels, InputTensors.TaskIds(given));
        if (given.Count > 0) throw Argument("inputs", "task_ids go with tensors, not with texts");
        var made = loop.Encoded(Encode(batch.Texts, cancellation));
        if (loop.Head is LanguageModelHeadConfig)
            return labels is null ? made : throw Argument("labels", "a language model finds its labels in the texts; give tensors to choose them");
        if (loop.Head is TaggingHeadConfig or DeclaredHeadConfig { Input: DeclaredInput.Tokens })
            throw Argument("texts", $"a head of type {loop.Head.HeadType} learns a class for each token; give tensors");
        return labels is null ? made : loop.Labelled(made, labels);
    }

    private EncodedDataset Encode(TextRows texts, CancellationToken cancellation)
    {
        texts.Check();
        var length = texts.MaxLength is { } given ? TextLength.Check(given, entry.Model.Description) : maxLength;
        var rows = texts.Texts.Select((text, i) => new TextRow(text, texts.Pairs.Count == 0 ? null : texts.Pairs[i]));
        var data = TextDataset.FromRows(rows, new TextDatasetOptions { Name = "batch", LabelField = null });
        return entry.RequireText(embedding).Encode(data, loop.Head, length, cancellation);
    }

    private Tensor? Labels(SessionBatch batch, Device device)
    {
        if (batch.Labels is { } value)
        {
            var labels = TensorValues.ToTensor("labels", value, device);
            return labels.is_floating_point() ? labels : labels.to(ScalarType.Int64);
        }
        if (batch.LabelNames.Count == 0) return null;
        if (loop.Head is not ClassificationHeadConfig { Multilabel: false, LabelIds: { } ids })
            throw Argument("label_names", $"the head is of type {loop.Head.HeadType}{(loop.Head.LabelIds is null ? " and has no names of classes" : "")}; names are for one class a row, give labels as a tensor");
        var found = batch.LabelNames.Select((name, row) => ids.TryGetValue(name, out var id)
            ? (long)id
            : throw BridgeException.Invalid(ErrorReason.DataInvalid, $"row {row} has the label \"{name}\"; allowed are {string.Join(", ", ids.Keys)}", ("row", row), ("label", name), ("allowed", string.Join(", ", ids.Keys))));
        return tensor(found.ToArray(), device: device);
    }

    private static BridgeException Argument(string field, string message) => BridgeException.Field(field, ErrorReason.ArgumentInvalid, message);
}
