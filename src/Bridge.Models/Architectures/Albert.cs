using Bridge.Models.Description;

namespace Bridge.Models.Architectures;

/// <summary>ALBERT (Lan et al. 2020, arXiv:1909.11942): layers in groups that share their blocks, embeddings of a size of their own.</summary>
internal static class Albert
{
    private const string Block = "encoder.albert_layer_groups.{0}.albert_layers.{1}";

    public static ModelDescription Describe(ModelConfig config)
    {
        var (layers, groups, inner) = (config.Integer("num_hidden_layers", 12, 1), config.Integer("num_hidden_groups", 1, 1), config.Integer("inner_group_num", 1, 1));
        var bert = Bert.Describe(config);
        var dropout = config.Number("classifier_dropout_prob", 0.1);
        return bert with
        {
            ModelType = "albert",
            PlainClass = "AlbertModel",
            HeadsClass = "AlbertAdapterModel",
            BasePrefix = "albert.",
            LayerCount = groups * inner,
            // As the reference divides layers among groups: number i belongs to floor(i / (layers / groups)).
            Schedule = [.. Enumerable.Range(0, layers).Select(i => (int)(i / ((double)layers / groups))).Select(g => (IReadOnlyList<int>)[.. Enumerable.Range(g * inner, inner)])],
            Embedding = bert.Embedding with { Size = config.Integer("embedding_size", 128, 1) },
            Block = bert.Block with { FeedForwardDrops = false, AttentionJoinTurned = true },
            Names = Names(inner),
            HeadDropout = dropout,
            FixedHeads =
            [
                FixedHeads.Classification("Albert", dropout, pooled: true),
                FixedHeads.Choice("Albert", dropout),
                FixedHeads.Tagging("Albert", dropout),
                FixedHeads.Questions("Albert"),
                FixedHeads.Tokens("AlbertForMaskedLM", causal: false, config.Text("hidden_act", "gelu_new"), "predictions.dense", "predictions.LayerNorm", "predictions.decoder", "predictions.bias"),
            ],
        };
    }

    private static NameMap Names(int inner) => new(
        new Dictionary<Role, string>
        {
            [Role.TokenEmbedding] = "embeddings.word_embeddings",
            [Role.PositionEmbedding] = "embeddings.position_embeddings",
            [Role.TypeEmbedding] = "embeddings.token_type_embeddings",
            [Role.EmbeddingNorm] = "embeddings.LayerNorm",
            [Role.EmbeddingProjection] = "encoder.embedding_hidden_mapping_in",
            [Role.Query] = Block + ".attention.query",
            [Role.Key] = Block + ".attention.key",
            [Role.Value] = Block + ".attention.value",
            [Role.AttentionOutput] = Block + ".attention.dense",
            [Role.AttentionNorm] = Block + ".attention.LayerNorm",
            [Role.Up] = Block + ".ffn",
            [Role.Down] = Block + ".ffn_output",
            [Role.FeedForwardNorm] = Block + ".full_layer_layer_norm",
            [Role.Pooler] = "pooler",
            [Role.AttentionBranch] = Block + ".attention.attention_adapters",
            [Role.FeedForwardBranch] = Block + ".output_adapters",
            [Role.AttentionPrefix] = Block + ".attention.prefix_tuning",
            [Role.Layer] = Block,
        },
        inner);
}
