using System.Globalization;
using Bridge.Checkpoints;
using Bridge.Core;
using Bridge.Torch;
using static TorchSharp.torch;

namespace Bench;

/// <summary>A model folder of a given shape with random weights, written once below the system's temporary folder.</summary>
internal static class SyntheticModel
{
    private static string Root => Path.Combine(Path.GetTempPath(), "adapterbridge-bench");

    public static string EagerFile(ModelShape shape, ScalarType type)
    {
        Directory.CreateDirectory(Root);
        return Path.Combine(Root, $"{shape.Name}-{type}.dat");
    }

    public static string Folder(ModelShape shape, ScalarType type)
    {
        var folder = Path.Combine(Root, $"{shape.Name}-{type}");
        if (!File.Exists(Path.Combine(folder, "config.json"))) Write(shape, type, folder);
        return folder;
    }

    private static void Write(ModelShape shape, ScalarType type, string folder)
    {
        Directory.CreateDirectory(folder);
        using var scope = NewDisposeScope();
        using var generator = Generators.From(new RandomSource(1), CPU);
        var views = new List<TensorView>();
        foreach (var (name, dimensions) in Tensors(shape))
        {
            var norm = name.Contains("LayerNorm", StringComparison.Ordinal);
            var values = name.EndsWith("bias", StringComparison.Ordinal) ? zeros(dimensions, type, CPU)
                : norm ? ones(dimensions, type, CPU)
                : (randn(dimensions, ScalarType.Float32, CPU, generator: generator) * 0.02).to(type);
            views.Add(Bridge.Torch.Tensors.ToView(name, values));
        }
        SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), views);
        foreach (var view in views) ((Tensor)view.Owner).Dispose();
        File.WriteAllText(Path.Combine(folder, "config.json"), string.Create(CultureInfo.InvariantCulture, $$"""
            {"model_type": "bert", "hidden_size": {{shape.Hidden}}, "num_hidden_layers": {{shape.Layers}}, "num_attention_heads": {{shape.Heads}},
             "intermediate_size": {{shape.Inner}}, "vocab_size": {{shape.Vocabulary}}, "max_position_embeddings": {{shape.Positions}}, "type_vocab_size": 2,
             "hidden_act": "gelu", "hidden_dropout_prob": 0.1, "attention_probs_dropout_prob": 0.1, "layer_norm_eps": 1e-12}
            """));
    }

    private static IEnumerable<(string Name, long[] Shape)> Tensors(ModelShape shape)
    {
        long hidden = shape.Hidden, inner = shape.Inner;
        yield return ("embeddings.word_embeddings.weight", [shape.Vocabulary, hidden]);
        yield return ("embeddings.position_embeddings.weight", [shape.Positions, hidden]);
        yield return ("embeddings.token_type_embeddings.weight", [2, hidden]);
        foreach (var pair in Norm("embeddings.LayerNorm")) yield return pair;
        for (var i = 0; i < shape.Layers; i++)
        {
            var layer = $"encoder.layer.{i}.";
            foreach (var part in new[] { "attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense" })
                foreach (var pair in Map(layer + part, hidden, hidden)) yield return pair;
            foreach (var pair in Norm(layer + "attention.output.LayerNorm")) yield return pair;
            foreach (var pair in Map(layer + "intermediate.dense", inner, hidden)) yield return pair;
            foreach (var pair in Map(layer + "output.dense", hidden, inner)) yield return pair;
            foreach (var pair in Norm(layer + "output.LayerNorm")) yield return pair;
        }
        foreach (var pair in Map("pooler.dense", hidden, hidden)) yield return pair;

        IEnumerable<(string, long[])> Norm(string name) => [(name + ".weight", [hidden]), (name + ".bias", [hidden])];

        static IEnumerable<(string, long[])> Map(string name, long output, long input) => [(name + ".weight", [output, input]), (name + ".bias", [output])];
    }
}
