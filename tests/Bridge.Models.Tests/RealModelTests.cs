using System.Text.Json.Nodes;
using Bridge.Checkpoints;
using Bridge.Torch;

namespace Bridge.Models.Tests;

/// <summary>all-MiniLM-L6-v2 gives the sentence embeddings that its own library recorded.</summary>
public class RealModelTests
{
    private static readonly string Folder = RepositoryRoot.Combine("models", "all-minilm-l6-v2");

    [Fact]
    public void Forward_OneTextAtATime_EqualsReference()
    {
        using var model = TransformerModel.Load(Folder);
        using var expected = SafetensorsFile.Open(Path.Combine(Folder, "reference_outputs.safetensors"));
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var rows = Ids();
        for (var i = 0; i < rows.Count; i++)
        {
            var ids = tensor(rows[i], [1, rows[i].Length], dtype: ScalarType.Int64, device: CPU);
            using var outputs = model.Forward(new ModelInputs { InputIds = ids }, ForwardContext.Plain);
            var mean = outputs.LastHiddenState.mean([1]);
            TensorAssert.Close(Row(expected, "cls_last_hidden", i), outputs.LastHiddenState.select(1, 0)[0], 1e-5);
            TensorAssert.Close(Row(expected, "pooler_output", i), outputs.PoolerOutput![0], 1e-5);
            TensorAssert.Close(Row(expected, "sentence_embedding", i), (mean / mean.norm())[0], 1e-5);
        }
    }

    [Fact]
    public void Forward_PaddedBatch_EqualsOneTextAtATime()
    {
        using var model = TransformerModel.Load(Folder);
        using var expected = SafetensorsFile.Open(Path.Combine(Folder, "reference_outputs.safetensors"));
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var rows = Ids();
        var length = rows.Max(r => r.Length);
        var ids = tensor(rows.SelectMany(r => r.Concat(new long[length - r.Length])).ToArray(), [rows.Count, length], dtype: ScalarType.Int64, device: CPU);
        using var outputs = model.Forward(new ModelInputs { InputIds = ids, AttentionMask = ids != 0 }, ForwardContext.Plain);
        TensorAssert.Close(Tensors.FromView(expected.Find("cls_last_hidden")!, CPU), outputs.LastHiddenState.select(1, 0), 1e-5);
    }

    private static List<long[]> Ids() =>
        [.. JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "reference_inputs.json")))!["input_ids"]!.AsArray().Select(r => r!.AsArray().Select(i => (long)i!).ToArray())];

    private static Tensor Row(SafetensorsFile file, string name, int row) => Tensors.FromView(file.Find(name)!, CPU)[row];
}
