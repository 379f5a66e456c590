using System.Text;
using System.Text.Json.Nodes;
using Bridge.Torch;

namespace Bridge.Adapters.Tests;

/// <summary>A model of BERT-base's shape (but for its vocabulary) whose weights are the holes of a sparse file: what only needs sizes costs neither disk nor memory.</summary>
public sealed class HollowBert : IDisposable
{
    private readonly int _hidden;
    private readonly int _inner;
    private readonly int _layers;
    private const int Vocabulary = 120;
    private const int Positions = 512;

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"hollow-bert-{Guid.NewGuid():N}");
    private readonly JsonObject _header = [];
    private long _length;

    /// <summary>Writes and loads it.</summary>
    public HollowBert() : this(768, 3072, 12, 12, filled: false)
    {
    }

    /// <summary>One of other sizes; <paramref name="filled"/> draws the weights as BERT's first ones are, in place of holes.</summary>
    internal HollowBert(int hidden, int inner, int layers, int heads, bool filled)
    {
        (_hidden, _inner, _layers) = (hidden, inner, layers);
        TorchRuntime.Load();
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Path.Combine(_folder, "config.json"), $$"""
            {"architectures": ["BertModel"], "model_type": "bert", "hidden_size": {{_hidden}}, "num_hidden_layers": {{_layers}}, "num_attention_heads": {{heads}}, "intermediate_size": {{_inner}},
             "vocab_size": {{Vocabulary}}, "max_position_embeddings": {{Positions}}, "type_vocab_size": 2, "hidden_act": "gelu", "layer_norm_eps": 1e-12,
             "hidden_dropout_prob": 0.1, "attention_probs_dropout_prob": 0.1, "pad_token_id": 0}
            """);
        Write(filled);
        Model = TransformerModel.Load(_folder);
    }

    /// <summary>The model.</summary>
    public TransformerModel Model { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Model.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Write(bool filled)
    {
        Add("embeddings.word_embeddings.weight", Vocabulary, _hidden);
        Add("embeddings.position_embeddings.weight", Positions, _hidden);
        Add("embeddings.token_type_embeddings.weight", 2, _hidden);
        Norm("embeddings.LayerNorm");
        for (var layer = 0; layer < _layers; layer++)
        {
            var path = $"encoder.layer.{layer}.";
            foreach (var part in new[] { "self.query", "self.key", "self.value", "output.dense" }) Linear($"{path}attention.{part}", _hidden, _hidden);
            Norm(path + "attention.output.LayerNorm");
            Linear(path + "intermediate.dense", _hidden, _inner);
            Linear(path + "output.dense", _inner, _hidden);
            Norm(path + "output.LayerNorm");
        }
        Linear("pooler.dense", _hidden, _hidden);
        var text = Encoding.UTF8.GetBytes(_header.ToJsonString());
        var padded = (text.Length + 7) / 8 * 8;
        using var file = File.Create(Path.Combine(_folder, "model.safetensors"));
        file.Write(BitConverter.GetBytes((ulong)padded));
        file.Write(text);
        file.Write(Encoding.UTF8.GetBytes(new string(' ', padded - text.Length)));
        if (!filled)
        {
            file.SetLength(8 + padded + _length);
            return;
        }
        using var values = TorchSharp.torch.randn([_length / 4], generator: new TorchSharp.torch.Generator(1)) * 0.02;
        file.Write(values.bytes);
    }

    private void Linear(string name, long from, long to)
    {
        Add(name + ".weight", to, from);
        Add(name + ".bias", to);
    }

    private void Norm(string name)
    {
        Add(name + ".weight", _hidden);
        Add(name + ".bias", _hidden);
    }

    private void Add(string name, params long[] shape)
    {
        var begin = _length;
        _length += shape.Aggregate(4L, (a, b) => a * b);
        _header[name] = new JsonObject
        {
            ["dtype"] = "F32",
            ["shape"] = new JsonArray([.. shape.Select(s => (JsonNode)s)]),
            ["data_offsets"] = new JsonArray(begin, _length),
        };
    }
}
