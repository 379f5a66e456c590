using System.Text.Json.Nodes;

namespace Bench;

/// <summary>A model of an architecture and its sizes; those of encoders and decoders are a stack's.</summary>
internal sealed record ModelShape(string Name, string Architecture, int Layers = 12, int Hidden = 768, int Heads = 12, int Inner = 3072, int Vocabulary = 30522)
{
    private const int Longest = 512;

    /// <summary>Side of an image of 121 patches, and so of 122 tokens.</summary>
    public const int ImageSize = 176;

    private static readonly ModelShape[] All =
    [
        new("bert-base", "bert"), new("minilm", "bert", 6, 384, 12, 1536),
        new("roberta-base", "roberta", Vocabulary: 50265), new("xlm-roberta-base", "xlm-roberta", Vocabulary: 250002), new("electra-base", "electra"), new("distilbert", "distilbert"),
        new("albert-base", "albert", Vocabulary: 30000), new("vit-base", "vit", Vocabulary: 0), new("gpt2", "gpt2", Vocabulary: 50257), new("llama", "llama", Vocabulary: 32000),
        new("t5", "t5", Vocabulary: 32128), new("bart", "bart", Vocabulary: 50265),
    ];

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => All.Select(s => s.Name);

    public static ModelShape Of(string name) =>
        All.FirstOrDefault(s => s.Name == name) ?? throw new ArgumentException($"--model: \"{name}\" is not one of {string.Join(", ", Names)}");

    /// <summary>Whether there is code in plain TorchSharp for it: for BERT's graph, which RoBERTa's is but for the numbers of positions.</summary>
    public bool HasEager => Architecture is "bert" or "roberta" or "xlm-roberta";

    /// <summary>What is added to a token's place where its position is looked up.</summary>
    public int PositionOffset => Architecture is "roberta" or "xlm-roberta" ? 2 : 0;

    /// <summary>Rows of the table of positions.</summary>
    public int Positions => Longest + PositionOffset;

    /// <summary>config.json.</summary>
    public string Config()
    {
        var json = (JsonObject)JsonNode.Parse(Architecture switch
        {
            "distilbert" => $$"""{"dim": {{Hidden}}, "n_heads": {{Heads}}, "n_layers": {{Layers}}, "hidden_dim": {{Inner}}}""",
            "gpt2" => $$"""{"n_embd": {{Hidden}}, "n_head": {{Heads}}, "n_layer": {{Layers}}, "n_positions": {{Positions}}}""",
            "bart" => $$"""
                {"d_model": {{Hidden}}, "encoder_layers": {{Layers}}, "decoder_layers": {{Layers}}, "encoder_attention_heads": {{Heads}}, "decoder_attention_heads": {{Heads}},
                 "encoder_ffn_dim": {{Inner}}, "decoder_ffn_dim": {{Inner}}}
                """,
            "t5" => $$"""{"d_model": {{Hidden}}, "d_kv": {{Hidden / Heads}}, "d_ff": {{Inner}}, "num_layers": {{Layers}}, "num_heads": {{Heads}}}""",
            "vit" => $$"""{"hidden_size": {{Hidden}}, "num_hidden_layers": {{Layers}}, "num_attention_heads": {{Heads}}, "intermediate_size": {{Inner}}, "image_size": {{ImageSize}}}""",
            _ => $$"""
                {"hidden_size": {{Hidden}}, "num_hidden_layers": {{Layers}}, "num_attention_heads": {{Heads}}, "intermediate_size": {{Inner}},
                 "embedding_size": {{(Architecture == "albert" ? 128 : Hidden)}}, "type_vocab_size": {{(PositionOffset > 0 ? 1 : 2)}}, "layer_norm_eps": 1e-12,
                 "hidden_act": "{{Architecture switch { "llama" => "silu", "albert" => "gelu_new", _ => "gelu" }}}"}
                """,
        })!;
        (json["model_type"], json["vocab_size"]) = (Architecture, Vocabulary);
        json["max_position_embeddings"] = Architecture == "bart" ? Longest : Positions;
        return json.ToJsonString();
    }
}
