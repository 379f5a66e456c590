using Bridge.Models.Description;

namespace Bridge.Models.Architectures;

/// <summary>ELECTRA (Clark et al. 2020, arXiv:2003.10555): BERT without pooler, its embeddings of a size of their own.</summary>
internal static class Electra
{
    public static ModelDescription Describe(ModelConfig config)
    {
        var bert = Bert.Describe(config);
        return bert with
        {
            ModelType = "electra",
            PlainClass = "ElectraModel",
            HeadsClass = "ElectraAdapterModel",
            BasePrefix = "electra.",
            Embedding = bert.Embedding with { Size = config.Integer("embedding_size", 128, 1) },
            Pooler = false,
            Names = bert.Names.With(Role.EmbeddingProjection, "embeddings_project"),
            FixedHeads = Heads(bert.HeadDropout, config.Number("summary_last_dropout", 0.1)),
        };
    }

    private static IReadOnlyList<FixedHead> Heads(double dropout, double last)
    {
        const string Dense = "generator_predictions.dense", Norm = "generator_predictions.LayerNorm", Projection = "generator_lm_head";
        return
        [
            FixedHeads.Classification("Electra", "gelu", dropout, dropout, "classifier.dense", "classifier.out_proj"),
            FixedHeads.Choice("Electra", "gelu", last, "sequence_summary.summary"),
            FixedHeads.Tagging("Electra", dropout),
            FixedHeads.Questions("Electra"),
            FixedHeads.Tokens("ElectraForMaskedLM", causal: false, "gelu", Dense, Norm, Projection),
            FixedHeads.Tokens("ElectraForCausalLM", causal: true, "gelu", Dense, Norm, Projection),
        ];
    }
}
