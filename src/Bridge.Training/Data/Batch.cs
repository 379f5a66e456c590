using Bridge.Core;
using Bridge.Models;
using static TorchSharp.torch;

namespace Bridge.Training.Data;

/// <summary>Rows as tensors, texts padded to the longest of them. Owns its tensors.</summary>
public sealed class Batch : IDisposable
{
    private Batch(ModelInputs inputs, Tensor? labels, long tokens, long targets) => (Inputs, Labels, TokenCount, TargetCount) = (inputs, labels, tokens, targets);

    /// <summary>
    /// What the model is fed: token ids and segment ids, where there are any, of int64, with a mask of 1 for tokens and 0 for padding (rows, length); or pixel values,
    /// float32 (rows, channels, height, width).
    /// </summary>
    public ModelInputs Inputs { get; }

    /// <summary>Which child of a MultiTask composition each row belongs to; null for none.</summary>
    public IReadOnlyList<int>? TaskIds { get; private init; }

    /// <summary>Row numbers in the dataset; empty where there is none.</summary>
    public IReadOnlyList<int> Rows { get; private init; } = [];

    /// <summary>Class ids int64 (rows), class marks float32 (rows, labels), numbers float32 (rows), labels of tokens int64 (rows, length), or null.</summary>
    public Tensor? Labels { get; }

    /// <summary>Tokens without padding.</summary>
    public long TokenCount { get; }

    /// <summary>How many targets the mean loss of this batch is taken over.</summary>
    public long TargetCount { get; }

    /// <summary>Builds the batch of these rows.</summary>
    /// <param name="data">Where the rows are.</param>
    /// <param name="rows">Row numbers, at least one.</param>
    /// <param name="padding">The id of the padding token.</param>
    /// <param name="outputs">Outputs of the head, the width of class marks.</param>
    /// <param name="device">Where tensors go.</param>
    /// <param name="masking">Chooses the tokens that a masked language model is to find; null chooses by row, always the same.</param>
    public static Batch Create(EncodedDataset data, IReadOnlyList<int> rows, int padding, int outputs, Device device, RandomSource? masking = null)
    {
        if (data.Pixels is { } pixels)
            return new Batch(new ModelInputs { PixelValues = pixels.Batch(rows, device) }, LabelsOf(data.Targets, rows, outputs, device), rows.Sum(row => (long)data.Lengths[row]), data.CountIn(rows)) { Rows = rows };
        var length = rows.Max(row => data.Lengths[row]);
        var ids = new long[rows.Count * length];
        var mask = new long[ids.Length];
        var types = data.HasTokenTypeIds ? new long[ids.Length] : null;
        var labels = data.Targets.OfTokens ? TokenLabels(data, rows) : null;
        long tokens = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            var row = data.InputIds(rows[i]);
            tokens += row.Length;
            if (data.Masking is { } hidden) (row, labels![i]) = hidden.Apply(row, rows[i], (masking ?? TokenMasking.Fixed).Fork(rows[i]));
            ids.AsSpan(i * length, length).Fill(padding);
            for (var j = 0; j < row.Length; j++)
            {
                ids[i * length + j] = row[j];
                mask[i * length + j] = 1;
                if (types is not null) types[i * length + j] = data.TokenTypeIds(rows[i])[j];
            }
        }
        long[] shape = [rows.Count, length];
        var inputs = new ModelInputs
        {
            InputIds = tensor(ids, shape, device: device),
            AttentionMask = tensor(mask, shape, device: device),
            TokenTypeIds = types is null ? null : tensor(types, shape, device: device),
        };
        return new Batch(inputs, labels is null ? LabelsOf(data.Targets, rows, outputs, device) : Padded(labels, device), tokens, data.CountIn(rows)) { Rows = rows };
    }

    /// <summary>A batch of tensors that somebody else made; they are the batch's from now on.</summary>
    /// <param name="inputs">What the model is fed.</param>
    /// <param name="labels">What the head learns, or null.</param>
    /// <param name="targets">How many targets the mean loss is taken over.</param>
    /// <param name="taskIds">Which child of a MultiTask composition each row belongs to; null for none.</param>
    public static Batch Of(ModelInputs inputs, Tensor? labels, long targets, IReadOnlyList<int>? taskIds = null) =>
        new(inputs, labels, CountTokens(inputs), targets) { TaskIds = taskIds };

    /// <summary>The same rows with other labels, which are the batch's from now on. This one is not to be disposed.</summary>
    public Batch With(Tensor? labels, long targets) => new(Inputs, labels, TokenCount, targets) { Rows = Rows, TaskIds = TaskIds };

    private static long CountTokens(ModelInputs inputs)
    {
        if (inputs.AttentionMask is { } mask)
        {
            using var sum = mask.to_type(ScalarType.Int64).sum();
            return sum.item<long>();
        }
        var places = inputs.InputIds ?? inputs.InputsEmbeds;
        return places is { shape.Length: >= 2 } ? places.shape[0] * places.shape[1] : 0;
    }

    private static int[][] TokenLabels(EncodedDataset data, IReadOnlyList<int> rows) =>
        [.. rows.Select(row => data.Targets.TokenLabels is { } tokens ? tokens[row].ToArray() : [])];

    private static Tensor Padded(int[][] labels, Device device)
    {
        var length = labels.Max(row => row.Length);
        var flat = new long[labels.Length * length];
        Array.Fill(flat, Targets.Ignored);
        for (var i = 0; i < labels.Length; i++)
            for (var j = 0; j < labels[i].Length; j++) flat[i * length + j] = labels[i][j];
        return tensor(flat, [labels.Length, length], device: device);
    }

    private static Tensor? LabelsOf(Targets targets, IReadOnlyList<int> rows, int outputs, Device device)
    {
        switch (targets.Kind)
        {
            case LabelKind.Single:
                return tensor(rows.Select(row => (long)targets.Classes![row]).ToArray(), [rows.Count], device: device);
            case LabelKind.Score:
                return tensor(rows.Select(row => targets.Scores![row]).ToArray(), [rows.Count], device: device);
            case LabelKind.Multiple:
                var marks = new float[rows.Count * outputs];
                for (var i = 0; i < rows.Count; i++)
                    foreach (var id in targets.Sets![rows[i]])
                        marks[i * outputs + id] = 1;
                return tensor(marks, [rows.Count, outputs], device: device);
            default:
                return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Tensor?[] all = [Inputs.InputIds, Inputs.AttentionMask, Inputs.TokenTypeIds, Inputs.PositionIds, Inputs.InputsEmbeds, Inputs.PixelValues, Inputs.DecoderInputIds, Inputs.DecoderAttentionMask, Labels];
        foreach (var tensor in all) tensor?.Dispose();
    }
}
