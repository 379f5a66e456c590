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
        };
    }
}
