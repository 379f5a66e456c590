using Bridge.Models.Description;

namespace Bridge.Models.Architectures;

/// <summary>BART (Lewis et al. 2020, arXiv:1910.13461): encoder and decoder with norms after the residual sums and learned positions.</summary>
internal static class Bart
{
    public static ModelDescription Describe(ModelConfig config)
    {
        config.Require("scale_embedding", false);
        var encoder = Stack(config, "encoder");
        return encoder with
        {
            PrefixKey = "encoder_prefix",
            Decoder = Stack(config, "decoder") with { PrefixKey = "self_prefix" },
            DecoderInputs = new DecoderInputs(config.Integer("decoder_start_token_id", 2), config.Integer("pad_token_id", 1), FromLabels: false),
            EosTokenId = config.Integer("eos_token_id", 2),
            FixedHeads =
            [
                FixedHeads.Classification("Bart", "tanh", encoder.HeadDropout, encoder.HeadDropout, "classification_head.dense", "classification_head.out_proj"),
                FixedHeads.Questions("Bart"),
                FixedHeads.Tokens("BartForConditionalGeneration", decoder: true, "final_logits_bias"),
            ],
        };
    }

    private static ModelDescription Stack(ModelConfig config, string part)
    {
        var hidden = config.Integer("d_model", 1024, 1);
        var heads = config.Integer(part + "_attention_heads", 16, 1);
        var norm = new NormSpec(NormKind.Layer, 1e-5);
        var dropout = config.Number("dropout", 0.1);
        var causal = part == "decoder";
        return new ModelDescription
        {
            ModelType = "bart",
            PlainClass = "BartModel",
            HeadsClass = "BartAdapterModel",
            BasePrefix = "model.",
            HiddenSize = hidden,
            LayerCount = config.Integer(part + "_layers", 12, 1),
            // The first two rows of the table of positions stand for nothing.
            Embedding = new EmbeddingSpec(config.Integer("vocab_size", 50265, 1), config.Integer("max_position_embeddings", 1024, 1) + 2, 0, norm, dropout, PositionOffset: 2),
            Block = new BlockSpec(
                new AttentionSpec(heads, hidden / heads, Bias: true, config.Number("attention_dropout", 0)) { Causal = causal },
                new FeedForwardSpec(config.Integer(part + "_ffn_dim", 4096, 1), config.Text("activation_function", "gelu"), Bias: true) { Dropout = config.Number("activation_dropout", 0) },
                norm, NormPlacement.Post, dropout),
            Pooler = false,
            SummaryToken = SummaryToken.LastEndOfSequence,
            Names = Names(part),
            InitializerRange = config.Number("init_std", 0.02),
            HeadNormEpsilon = 1e-12,
            HeadDropout = config.Number("classifier_dropout", 0),
            PadTokenId = config.Integer("pad_token_id", 1),
        };
    }

    private static NameMap Names(string part)
    {
        var block = part + ".layers.{0}.";
        return new NameMap(new Dictionary<Role, string>
        {
            [Role.TokenEmbedding] = "shared",
            [Role.PositionEmbedding] = part + ".embed_positions",
            [Role.EmbeddingNorm] = part + ".layernorm_embedding",
            [Role.Query] = block + "self_attn.q_proj",
            [Role.Key] = block + "self_attn.k_proj",
            [Role.Value] = block + "self_attn.v_proj",
            [Role.AttentionOutput] = block + "self_attn.out_proj",
            [Role.AttentionNorm] = block + "self_attn_layer_norm",
            [Role.CrossQuery] = block + "encoder_attn.q_proj",
            [Role.CrossKey] = block + "encoder_attn.k_proj",
            [Role.CrossValue] = block + "encoder_attn.v_proj",
            [Role.CrossOutput] = block + "encoder_attn.out_proj",
            [Role.CrossNorm] = block + "encoder_attn_layer_norm",
            [Role.Up] = block + "fc1",
            [Role.Down] = block + "fc2",
            [Role.FeedForwardNorm] = block + "final_layer_norm",
            [Role.AttentionBranch] = block + "attention_adapters",
            [Role.CrossBranch] = block + "cross_attention_adapters",
            [Role.FeedForwardBranch] = block + "output_adapters",
            [Role.AttentionPrefix] = block + "self_attn.prefix_tuning",
            [Role.CrossPrefix] = block + "encoder_attn.prefix_tuning",
            [Role.Layer] = part + ".layers.{0}",
        });
    }
}
