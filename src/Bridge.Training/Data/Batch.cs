using Bridge.Core;
using Bridge.Models;
using static TorchSharp.torch;

namespace Bridge.Training.Data;

/// <summary>Rows as tensors, texts padded to the longest of them. Owns its tensors.</summary>
public sealed class Batch : IDisposable
{
    private Batch(IReadOnlyList<int> rows, ModelInputs inputs, Tensor? labels, long tokens, long targets) =>
        (Rows, Inputs, Labels, TokenCount, TargetCount) = (rows, inputs, labels, tokens, targets);

    /// <summary>Row numbers in the dataset.</summary>
    public IReadOnlyList<int> Rows { get; }

    /// <summary>
    /// What the model takes: token ids and segment ids, where there are any, of int64, with a mask of 1 for tokens and 0 for padding (rows, length); or pixel values,
    /// float32 (rows, channels, height, width).
    /// </summary>
    public ModelInputs Inputs { get; }

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
            return new Batch(rows, new ModelInputs { PixelValues = pixels.Batch(rows, device) }, LabelsOf(data.Targets, rows, outputs, device), rows.Sum(row => (long)data.Lengths[row]), data.CountIn(rows));
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
        return new Batch(rows, inputs, labels is null ? LabelsOf(data.Targets, rows, outputs, device) : Padded(labels, device), tokens, data.CountIn(rows));
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
        Inputs.InputIds?.Dispose();
        Inputs.AttentionMask?.Dispose();
        Inputs.TokenTypeIds?.Dispose();
        Inputs.PixelValues?.Dispose();
        Labels?.Dispose();
    }
}
