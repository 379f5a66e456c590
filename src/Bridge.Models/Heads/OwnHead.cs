using Bridge.Models.Description;

namespace Bridge.Models.Heads;

/// <summary>The head that a checkpoint brings along: a projection to the vocabulary, tied to the embeddings or not, or to classes.</summary>
internal static class OwnHead
{
    private const string Score = "score.weight", Projection = "lm_head.weight", Offset = "final_logits_bias";

    /// <summary>What it is, and the checkpoint's names of its tensors by theirs; null where the checkpoint has none. <paramref name="offset"/>: whether BART's constant is taken along.</summary>
    public static (HeadConfig Config, IReadOnlyDictionary<string, string> Names)? Of(TransformerModel model, bool offset)
    {
        var (checkpoint, description) = (model.Checkpoint, model.Description);
        if (checkpoint.Find(Score) is { } score)
            return (new ClassificationHeadConfig((int)score.Shape[0], 1, null, Bias: false) { RightmostToken = true }, new Dictionary<string, string> { ["1.weight"] = Score });
        if (!description.WritesText) return null;
        var names = new Dictionary<string, string> { ["0.weight"] = checkpoint.Find(Projection) is null ? Tied(checkpoint, description) : Projection };
        var withOffset = offset && checkpoint.Find(Offset) is not null;
        if (withOffset) names["0.bias"] = Offset;
        var decoder = description.Decoder is not null;
        return (new LanguageModelHeadConfig(Causal: true, Layers: 1, ActivationFunction: null, LayerNorm: false, Bias: withOffset, ShiftLabels: !decoder) { Decoder = decoder }, names);
    }

    private static string Tied(ITensorSource checkpoint, ModelDescription description)
    {
        var name = description.Names.Of(Role.TokenEmbedding) + ".weight";
        return checkpoint.Find(description.BasePrefix + name) is null ? name : description.BasePrefix + name;
    }
}
