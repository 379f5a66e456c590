using Bridge.Models.Description;

namespace Bridge.Models.Architectures;

/// <summary>BERT (Devlin et al. 2019, arXiv:1810.04805): encoder, norms after the residual sums, learned positions, token types.</summary>
internal static class Bert
{
    private static readonly NameMap Names = new(new Dictionary<Role, string>
    {
        [Role.TokenEmbedding] = "embeddings.word_embeddings",
        [Role.PositionEmbedding] = "embeddings.position_embeddings",
        [Role.TypeEmbedding] = "embeddings.token_type_embeddings",
        [Role.EmbeddingNorm] = "embeddings.LayerNorm",
        [Role.Query] = "encoder.layer.{0}.attention.self.query",
        [Role.Key] = "encoder.layer.{0}.attention.self.key",
        [Role.Value] = "encoder.layer.{0}.attention.self.value",
        [Role.AttentionOutput] = "encoder.layer.{0}.attention.output.dense",
        [Role.AttentionNorm] = "encoder.layer.{0}.attention.output.LayerNorm",
        [Role.Up] = "encoder.layer.{0}.intermediate.dense",
        [Role.Down] = "encoder.layer.{0}.output.dense",
        [Role.FeedForwardNorm] = "encoder.layer.{0}.output.LayerNorm",
        [Role.Pooler] = "pooler.dense",
        [Role.AttentionBranch] = "encoder.layer.{0}.attention.output",
        [Role.FeedForwardBranch] = "encoder.layer.{0}.output",
        [Role.AttentionPrefix] = "encoder.layer.{0}.attention.self.prefix_tuning",
        [Role.Layer] = "encoder.layer.{0}",
    });

    public static ModelDescription Describe(ModelConfig config)
    {
        config.Require("position_embedding_type", "absolute", "absolute");
        config.Require("add_cross_attention", false);
        var hidden = config.Integer("hidden_size", 768, 1);
        var heads = config.Integer("num_attention_heads", 12, 1);
        var norm = new NormSpec(NormKind.Layer, config.Number("layer_norm_eps", 1e-12));
        var dropout = config.Number("hidden_dropout_prob", 0.1);
        return new ModelDescription
        {
            ModelType = "bert",
            PlainClass = "BertModel",
            HeadsClass = "BertAdapterModel",
            BasePrefix = "bert.",
            HiddenSize = hidden,
            LayerCount = config.Integer("num_hidden_layers", 12, 1),
            Embedding = new EmbeddingSpec(config.Integer("vocab_size", 30522, 1), config.Integer("max_position_embeddings", 512, 1),
                config.Integer("type_vocab_size", 2), norm, dropout),
            Block = new BlockSpec(
                new AttentionSpec(heads, hidden / heads, Bias: true, config.Number("attention_probs_dropout_prob", 0.1)) { Causal = config.Flag("is_decoder", false) },
                new FeedForwardSpec(config.Integer("intermediate_size", 3072, 1), config.Text("hidden_act", "gelu"), Bias: true),
                norm, NormPlacement.Post, dropout),
            Pooler = true,
            Names = Names,
            InitializerRange = config.Number("initializer_range", 0.02),
            HeadNormEpsilon = norm.Epsilon,
            HeadDropout = config.Number("classifier_dropout", dropout),
            PadTokenId = config.Integer("pad_token_id", 0),
            FixedHeads = Heads(config.Number("classifier_dropout", dropout), config.Text("hidden_act", "gelu")),
        };
    }

    private static IReadOnlyList<FixedHead> Heads(double dropout, string activation)
    {
        const string Dense = "cls.predictions.transform.dense", Norm = "cls.predictions.transform.LayerNorm", Projection = "cls.predictions.decoder", Offset = "cls.predictions.bias";
        return
        [
            FixedHeads.Classification("Bert", dropout, pooled: true),
            FixedHeads.Choice("Bert", dropout),
            FixedHeads.Tagging("Bert", dropout),
            FixedHeads.Questions("Bert"),
            FixedHeads.Tokens("BertForMaskedLM", causal: false, activation, Dense, Norm, Projection, Offset),
            FixedHeads.Tokens("BertLMHeadModel", causal: true, activation, Dense, Norm, Projection, Offset),
        ];
    }
}
