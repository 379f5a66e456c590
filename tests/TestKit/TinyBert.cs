using Bridge.Checkpoints;
using Bridge.Core;
using Bridge.Torch;
using static TorchSharp.torch;

namespace TestKit;

/// <summary>A BERT of three layers of 32 with random weights, written to a folder of its own that goes with it.</summary>
public sealed class TinyBert : IDisposable
{
    /// <summary>Tokens it knows.</summary>
    public const int Vocabulary = 120;

    /// <summary>Positions it has.</summary>
    public const int Positions = 40;

    /// <summary>Its blocks.</summary>
    public const int Layers = 3;

    private const int Hidden = 32;
    private const int Inner = 48;

    /// <summary>Writes it.</summary>
    public TinyBert(int seed = 1, double dropout = 0.1)
    {
        TorchRuntime.Load();
        Folder = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"tiny-bert-{Guid.NewGuid():N}");
        Directory.CreateDirectory(Folder);
        File.WriteAllText(System.IO.Path.Combine(Folder, "config.json"), $$"""
            {"architectures": ["BertModel"], "model_type": "bert", "hidden_size": 32, "num_hidden_layers": 3, "num_attention_heads": 4, "intermediate_size": 48,
             "vocab_size": 120, "max_position_embeddings": 40, "type_vocab_size": 2, "hidden_act": "gelu", "layer_norm_eps": 1e-12,
             "hidden_dropout_prob": {{Text(dropout)}}, "attention_probs_dropout_prob": {{Text(dropout)}}, "pad_token_id": 0}
            """);
        Write(new RandomSource((ulong)seed));
    }

    /// <summary>Where it lies.</summary>
    public string Folder { get; }

    /// <summary>Ids (rows, length), and a mask that hides two more tokens in each further row.</summary>
    public static (Tensor Ids, Tensor Mask) Batch(int rows = 3, int length = 9)
    {
        var ids = new long[rows * length];
        var mask = new long[rows * length];
        for (var i = 0; i < ids.Length; i++)
        {
            var (row, column) = (i / length, i % length);
            mask[i] = column < Math.Max(1, length - 2 * row) ? 1 : 0;
            ids[i] = mask[i] * (3 + i * 7919 % (Vocabulary - 3));
        }
        return (tensor(ids, [rows, length], dtype: ScalarType.Int64, device: CPU), tensor(mask, [rows, length], dtype: ScalarType.Int64, device: CPU));
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string Text(double value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private void Write(RandomSource random)
    {
        using var scope = NewDisposeScope();
        var tensors = new List<TensorView>();
        void Add(string name, params long[] shape)
        {
            using var generator = Generators.From(random.Fork(name), CPU);
            var value = randn(shape, dtype: ScalarType.Float32, device: CPU, generator: generator) * 0.12;
            tensors.Add(Tensors.ToView(name, name.Contains("LayerNorm.weight", StringComparison.Ordinal) ? value + 1 : value));
        }
        void Linear(string name, long from, long to)
        {
            Add(name + ".weight", to, from);
            Add(name + ".bias", to);
        }
        void Norm(string name)
        {
            Add(name + ".weight", Hidden);
            Add(name + ".bias", Hidden);
        }
        Add("embeddings.word_embeddings.weight", Vocabulary, Hidden);
        Add("embeddings.position_embeddings.weight", Positions, Hidden);
        Add("embeddings.token_type_embeddings.weight", 2, Hidden);
        Norm("embeddings.LayerNorm");
        for (var layer = 0; layer < Layers; layer++)
        {
            var path = $"encoder.layer.{layer}.";
            foreach (var part in new[] { "query", "key", "value" }) Linear(path + "attention.self." + part, Hidden, Hidden);
            Linear(path + "attention.output.dense", Hidden, Hidden);
            Norm(path + "attention.output.LayerNorm");
            Linear(path + "intermediate.dense", Hidden, Inner);
            Linear(path + "output.dense", Inner, Hidden);
            Norm(path + "output.LayerNorm");
        }
        Linear("pooler.dense", Hidden, Hidden);
        SafetensorsWriter.Write(System.IO.Path.Combine(Folder, "model.safetensors"), tensors);
    }
}
