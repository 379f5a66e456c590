using Bridge.Engine.Models;
using Bridge.Tokenization;
using static TorchSharp.torch;

namespace Bridge.Engine.Inference;

/// <summary>Encoded texts as a model's input tensors, padded to the longest.</summary>
internal sealed class EncodedTexts(ModelEntry entry, IReadOnlyList<Encoding> encodings, int padding) : InputRows
{
    public override int Count => encodings.Count;

    public override int Length(int row) => encodings[row].Length;

    public override bool IsCut(int row) => encodings[row].Overflowing.Count > 0;

    // Each tensor is (rows, longest).
    public override void Add(IReadOnlyList<int> rows, Dictionary<string, Tensor> inputs, CancellationToken cancellation)
    {
        var length = rows.Max(r => encodings[r].Length);
        long[] ids = new long[rows.Count * length], mask = new long[ids.Length], types = new long[ids.Length];
        Array.Fill(ids, (long)padding);
        for (var i = 0; i < rows.Count; i++)
        {
            var row = encodings[rows[i]];
            for (var j = 0; j < row.Length; j++)
            {
                ids[i * length + j] = row.Ids[j];
                types[i * length + j] = row.TypeIds[j];
                mask[i * length + j] = 1;
            }
        }
        long[] shape = [rows.Count, length];
        var device = entry.Model.Device;
        inputs["input_ids"] = tensor(ids, shape, device: device);
        inputs["attention_mask"] = tensor(mask, shape, device: device);
        if (entry.Model.Description.Embedding.TypeVocabularySize > 0) inputs["token_type_ids"] = tensor(types, shape, device: device);
    }
}
