using Bridge.Engine.Models;
using Bridge.Tokenization;
using static TorchSharp.torch;

namespace Bridge.Engine.Inference;

/// <summary>Encoded texts as a model's input tensors, padded to the longest.</summary>
internal static class TextInputs
{
    // Each tensor is (rows, longest).
    public static void Add(ModelEntry entry, IReadOnlyList<Encoding> rows, Dictionary<string, Tensor> inputs, int padding)
    {
        var length = rows.Max(r => r.Length);
        long[] ids = new long[rows.Count * length], mask = new long[ids.Length], types = new long[ids.Length];
        Array.Fill(ids, (long)padding);
        for (var i = 0; i < rows.Count; i++)
        {
            for (var j = 0; j < rows[i].Length; j++)
            {
                ids[i * length + j] = rows[i].Ids[j];
                types[i * length + j] = rows[i].TypeIds[j];
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
