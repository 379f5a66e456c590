using Bridge.Models.Description;

namespace Bridge.Models.Heads;

/// <summary>The head that a checkpoint brings along: that of the class that was saved, or a projection to the vocabulary that is tied to the embeddings.</summary>
internal static class OwnHead
{
    /// <summary>What it is, and its tensors; null where there is none. <paramref name="flexible"/>: as the reference library's flexible classes have it.</summary>
    public static (HeadConfig Config, FixedHeadTensors Tensors)? Of(TransformerModel model, bool flexible)
    {
        var (file, description) = (model.Checkpoint, model.Description);
        var saved = description.Checkpoint;
        if ((description.FixedHeadOf(saved?.Name) ?? Projection(description)) is not { } head) return null;
        var tied = description.TiesEmbeddings && head.Config is LanguageModelHeadConfig ? Embeddings(file, description) : null;
        var tensors = new FixedHeadTensors(file, head, tied);
        var config = tensors.Config(saved?.LabelIds, saved?.LabelIds?.Count ?? 2, offset: !flexible);
        if (config is ClassificationHeadConfig classes) config = classes with { Multilabel = saved?.Multilabel ?? false };
        return (flexible ? config with { ModelClass = null, Dropouts = null } : config, tensors);
    }

    // Of a checkpoint without head whose embeddings are the projection too.
    private static FixedHead? Projection(ModelDescription description) =>
        description.WritesText && description.TiesEmbeddings ? description.FixedHeads.FirstOrDefault(h => h.Config is LanguageModelHeadConfig { Layers: 1 }) : null;

    private static string Embeddings(ITensorSource checkpoint, ModelDescription description)
    {
        var name = description.Names.Of(Role.TokenEmbedding) + ".weight";
        return checkpoint.Find(description.BasePrefix + name) is null ? name : description.BasePrefix + name;
    }
}
