using Bridge.Models.Description;

namespace Bridge.Models.Architectures;

/// <summary>Llama (Touvron et al. 2023, arXiv:2302.13971): a decoder with norms before the sublayers, rotary positions, a gated feed-forward part, grouped key and value heads.</summary>
internal static class Llama
{
    private static readonly NameMap Names = new(new Dictionary<Role, string>
    {
        [Role.TokenEmbedding] = "embed_tokens",
        [Role.Query] = "layers.{0}.self_attn.q_proj",
        [Role.Key] = "layers.{0}.self_attn.k_proj",
        [Role.Value] = "layers.{0}.self_attn.v_proj",
        [Role.AttentionOutput] = "layers.{0}.self_attn.o_proj",
        [Role.AttentionNorm] = "layers.{0}.input_layernorm",
        [Role.Gate] = "layers.{0}.mlp.gate_proj",
        [Role.Up] = "layers.{0}.mlp.up_proj",
        [Role.Down] = "layers.{0}.mlp.down_proj",
        [Role.FeedForwardNorm] = "layers.{0}.post_attention_layernorm",
        [Role.FinalNorm] = "norm",
        [Role.AttentionBranch] = "layers.{0}.attention_adapters",
        [Role.FeedForwardBranch] = "layers.{0}.output_adapters",
        [Role.AttentionPrefix] = "layers.{0}.self_attn.prefix_tuning",
        [Role.Layer] = "layers.{0}",
    });

    public static ModelDescription Describe(ModelConfig config)
    {
        var hidden = config.Integer("hidden_size", 4096, 1);
        var heads = config.Integer("num_attention_heads", 32, 1);
        var size = config.Integer("head_dim", hidden / heads, 1);
        var bias = config.Flag("attention_bias", false);
        return new ModelDescription
        {
            TiesEmbeddings = false,
            ModelType = "llama",
            PlainClass = "LlamaModel",
            HeadsClass = "LlamaAdapterModel",
            BasePrefix = "model.",
            HiddenSize = hidden,
            LayerCount = config.Integer("num_hidden_layers", 32, 1),
            Embedding = new EmbeddingSpec(config.Integer("vocab_size", 32000, 1), 0, 0, null, null),
            LongestInput = config.Integer("max_position_embeddings", 2048, 1),
            Block = new BlockSpec(
                new AttentionSpec(heads, size, bias, config.Number("attention_dropout", 0))
                {
                    KeyValueHeads = config.Integer("num_key_value_heads", heads, 1),
                    Causal = true,
                    Rotary = config.Rotary(size),
                },
                new FeedForwardSpec(config.Integer("intermediate_size", 11008, 1), config.Text("hidden_act", "silu"), config.Flag("mlp_bias", false)) { Gated = true, TargetsTurned = true },
                new NormSpec(NormKind.RootMeanSquare, config.Number("rms_norm_eps", 1e-6)), NormPlacement.Pre, null),
            Pooler = false,
            SummaryToken = SummaryToken.Last,
            Names = Names,
            InitializerRange = config.Number("initializer_range", 0.02),
            HeadDropout = 0,
            PadTokenId = config.OptionalInteger("pad_token_id"),
            FixedHeads =
            [
                FixedHeads.Score("Llama"),
                FixedHeads.Tokens("LlamaForCausalLM"),
                FixedHeads.Tagging("Llama", config.Number("classifier_dropout", config.Number("hidden_dropout", 0.1)), "score"),
                FixedHeads.Questions("Llama") with { BasePrefix = "transformer." },
            ],
        };
    }
}
