using Bridge.Models.Description;

namespace Bridge.Models.Architectures;

/// <summary>T5 (Raffel et al. 2020, arXiv:1910.10683): encoder and decoder with norms before the sublayers, relative positions, attention that is not scaled.</summary>
internal static class T5
{
    public static ModelDescription Describe(ModelConfig config)
    {
        var encoder = Stack(config, "encoder", config.Integer("num_layers", 6, 1));
        return encoder with
        {
            PrefixKey = "encoder_prefix",
            Decoder = Stack(config, "decoder", config.Integer("num_decoder_layers", encoder.LayerCount, 1)) with { PrefixKey = "self_prefix" },
            DecoderInputs = new DecoderInputs(config.Integer("decoder_start_token_id", 0), config.Integer("pad_token_id", 0), FromLabels: true),
            EosTokenId = config.Integer("eos_token_id", 1),
            FixedHeads =
            [
                FixedHeads.Classification("T5", "tanh", encoder.HeadDropout, encoder.HeadDropout, "classification_head.dense", "classification_head.out_proj"),
                FixedHeads.Questions("T5"),
                FixedHeads.Tokens("T5ForConditionalGeneration", decoder: true),
            ],
            // Tied to the embeddings, the projection to the vocabulary sees smaller states.
            HeadScale = config.Flag("tie_word_embeddings", true) ? Math.Pow(encoder.HiddenSize, -0.5) : 1,
        };
    }

    private static ModelDescription Stack(ModelConfig config, string part, int layers)
    {
        var hidden = config.Integer("d_model", 512, 1);
        var heads = config.Integer("num_heads", 8, 1);
        var dropout = config.Number("dropout_rate", 0.1);
        var activation = config.Text("feed_forward_proj", "relu");
        var gated = activation.StartsWith("gated-", StringComparison.Ordinal);
        return new ModelDescription
        {
            ModelType = "t5",
            PlainClass = "T5Model",
            HeadsClass = "T5AdapterModel",
            BasePrefix = "transformer.",
            HiddenSize = hidden,
            LayerCount = layers,
            Embedding = new EmbeddingSpec(config.Integer("vocab_size", 32128, 1), 0, 0, null, dropout),
            // Distances have no end; this is where the reference's tokenizers stop.
            LongestInput = config.Integer("n_positions", 512, 1),
            Block = new BlockSpec(
                new AttentionSpec(heads, config.Integer("d_kv", 64, 1), Bias: false, dropout)
                {
                    Causal = part == "decoder",
                    Scale = 1,
                    Relative = new RelativeBiasSpec(config.Integer("relative_attention_num_buckets", 32, 1), config.Integer("relative_attention_max_distance", 128, 1)),
                },
                // "gated-gelu" is the approximation by tanh.
                new FeedForwardSpec(config.Integer("d_ff", 2048, 1), gated ? (activation == "gated-gelu" ? "gelu_new" : activation["gated-".Length..]) : activation, Bias: false) { Gated = gated, Dropout = dropout },
                new NormSpec(NormKind.RootMeanSquare, config.Number("layer_norm_epsilon", 1e-6)), NormPlacement.Pre, dropout),
            FinalDropout = dropout,
            Pooler = false,
            SummaryToken = SummaryToken.LastEndOfSequence,
            Names = Names(part, gated),
            InitializerRange = config.Number("initializer_factor", 1) * 0.05,
            HeadDropout = config.Number("classifier_dropout", 0),
            PaddingTrained = true,
            PadTokenId = config.Integer("pad_token_id", 0),
        };
    }

    private static NameMap Names(string part, bool gated)
    {
        var block = part + ".block.{0}.layer.";
        var last = block + (part == "decoder" ? "2" : "1");
        var names = new Dictionary<Role, string>
        {
            [Role.TokenEmbedding] = "shared",
            [Role.Query] = block + "0.SelfAttention.q",
            [Role.Key] = block + "0.SelfAttention.k",
            [Role.Value] = block + "0.SelfAttention.v",
            [Role.AttentionOutput] = block + "0.SelfAttention.o",
            [Role.RelativeBias] = part + ".block.0.layer.0.SelfAttention.relative_attention_bias",
            [Role.AttentionNorm] = block + "0.layer_norm",
            [Role.CrossQuery] = block + "1.EncDecAttention.q",
            [Role.CrossKey] = block + "1.EncDecAttention.k",
            [Role.CrossValue] = block + "1.EncDecAttention.v",
            [Role.CrossOutput] = block + "1.EncDecAttention.o",
            [Role.CrossNorm] = block + "1.layer_norm",
            [Role.Up] = last + (gated ? ".DenseReluDense.wi_1" : ".DenseReluDense.wi"),
            [Role.Gate] = last + ".DenseReluDense.wi_0",
            [Role.Down] = last + ".DenseReluDense.wo",
            [Role.FeedForwardNorm] = last + ".layer_norm",
            [Role.FinalNorm] = part + ".final_layer_norm",
            [Role.AttentionBranch] = block + "0",
            [Role.CrossBranch] = block + "1",
            [Role.FeedForwardBranch] = last,
            [Role.AttentionPrefix] = block + "0.SelfAttention.prefix_tuning",
            [Role.CrossPrefix] = block + "1.EncDecAttention.prefix_tuning",
            [Role.Layer] = part + ".block.{0}",
        };
        return new NameMap(names);
    }
}
