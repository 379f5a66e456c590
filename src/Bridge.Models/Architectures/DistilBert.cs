using Bridge.Models.Description;

namespace Bridge.Models.Architectures;

/// <summary>DistilBERT (Sanh et al. 2019, arXiv:1910.01108): BERT without token types and pooler.</summary>
internal static class DistilBert
{
    private static readonly NameMap Names = new(new Dictionary<Role, string>
    {
        [Role.TokenEmbedding] = "embeddings.word_embeddings",
        [Role.PositionEmbedding] = "embeddings.position_embeddings",
        [Role.EmbeddingNorm] = "embeddings.LayerNorm",
        [Role.Query] = "transformer.layer.{0}.attention.q_lin",
        [Role.Key] = "transformer.layer.{0}.attention.k_lin",
        [Role.Value] = "transformer.layer.{0}.attention.v_lin",
        [Role.AttentionOutput] = "transformer.layer.{0}.attention.out_lin",
        [Role.AttentionNorm] = "transformer.layer.{0}.sa_layer_norm",
        [Role.Up] = "transformer.layer.{0}.ffn.lin1",
        [Role.Down] = "transformer.layer.{0}.ffn.lin2",
        [Role.FeedForwardNorm] = "transformer.layer.{0}.output_layer_norm",
        [Role.AttentionBranch] = "transformer.layer.{0}.attention_adapters",
        [Role.FeedForwardBranch] = "transformer.layer.{0}.output_adapters",
        [Role.AttentionPrefix] = "transformer.layer.{0}.attention.prefix_tuning",
        [Role.Layer] = "transformer.layer.{0}",
    });

    public static ModelDescription Describe(ModelConfig config)
    {
        var hidden = config.Integer("dim", 768, 1);
        var heads = config.Integer("n_heads", 12, 1);
        var dropout = config.Number("dropout", 0.1);
        var norm = new NormSpec(NormKind.Layer, 1e-12);
        return new ModelDescription
        {
            ModelType = "distilbert",
            PlainClass = "DistilBertModel",
            HeadsClass = "DistilBertAdapterModel",
            BasePrefix = "distilbert.",
            HiddenSize = hidden,
            LayerCount = config.Integer("n_layers", 6, 1),
            Embedding = new EmbeddingSpec(config.Integer("vocab_size", 30522, 1), config.Integer("max_position_embeddings", 512, 1), 0, norm, dropout),
            Block = new BlockSpec(
                new AttentionSpec(heads, hidden / heads, Bias: true, config.Number("attention_dropout", 0.1)),
                new FeedForwardSpec(config.Integer("hidden_dim", 3072, 1), config.Text("activation", "gelu"), Bias: true),
                norm, NormPlacement.Post, dropout) { AttentionDrops = false },
            Pooler = false,
            Names = Names,
            PrefixKey = "self",
            SdpaAddedTokenBias = 1,
            InitializerRange = config.Number("initializer_range", 0.02),
            HeadDropout = config.Number("seq_classif_dropout", 0.2),
            PadTokenId = config.Integer("pad_token_id", 0),
            FixedHeads =
            [
                FixedHeads.Classification("DistilBert", "relu", null, config.Number("seq_classif_dropout", 0.2), "pre_classifier", "classifier"),
                FixedHeads.Choice("DistilBert", "relu", config.Number("seq_classif_dropout", 0.2), "pre_classifier"),
                FixedHeads.Tagging("DistilBert", dropout),
                FixedHeads.Questions("DistilBert", config.Number("qa_dropout", 0.1)),
                FixedHeads.Tokens("DistilBertForMaskedLM", causal: false, config.Text("activation", "gelu"), "vocab_transform", "vocab_layer_norm", "vocab_projector"),
            ],
        };
    }
}
