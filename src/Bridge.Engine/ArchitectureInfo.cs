using Bridge.Models.Architectures;
using Bridge.Models.Description;

namespace Bridge.Engine;

/// <summary>What an architecture is made of, for documentation; sizes are those where config.json says nothing.</summary>
/// <param name="Name">config.json's <c>model_type</c>.</param>
/// <param name="ClassName">The reference libraries' class of the base model.</param>
/// <param name="Kind">Encoder, decoder, both, or encoder of images.</param>
/// <param name="Norms">Kind and place of norms.</param>
/// <param name="Positions">How it knows the order of tokens.</param>
/// <param name="Attention">Whom tokens see, and how.</param>
/// <param name="FeedForward">The feed-forward part.</param>
/// <param name="Inputs">Names of the inputs that calls give.</param>
/// <param name="Heads">Kinds of heads, as head_config.json names them.</param>
/// <param name="FixedHeads">Classes of models with one fixed head whose checkpoints bring it along.</param>
public sealed record ArchitectureInfo(string Name, string ClassName, string Kind, string Norms, string Positions, string Attention, string FeedForward, IReadOnlyList<string> Inputs, IReadOnlyList<string> Heads,
    IReadOnlyList<string> FixedHeads)
{
    private static readonly string[] OfTexts = ["classification", "multilabel_classification", "tagging", "question_answering", "multiple_choice", "dependency_parsing", "declared"];

    /// <summary>All that are built in, by name.</summary>
    public static IReadOnlyList<ArchitectureInfo> All { get; } = [.. ArchitectureCatalog.Names.Select(name => Of(name, ArchitectureCatalog.DescribeDefaults(name)))];

    private static ArchitectureInfo Of(string name, ModelDescription model) => new(
        name, model.PlainClass,
        model.Patches is not null ? "encoder of images" : model.Decoder is not null ? "encoder and decoder" : model.Block.Attention.Causal ? "decoder" : "encoder",
        $"{(model.Block.Norm.Kind == NormKind.Layer ? "layer" : "root mean square")}, {(model.Block.Placement == NormPlacement.Pre ? "before sublayers" : "after sums")}",
        PositionsOf(model), AttentionOf(model.Block.Attention),
        $"{model.Block.FeedForward.Activation}{(model.Block.FeedForward.Gated ? ", gated" : "")}",
        InputsOf(model), HeadsOf(model), [.. model.FixedHeads.Select(h => h.ModelClass)]);

    private static string PositionsOf(ModelDescription model) => model.Block.Attention switch
    {
        { Rotary: not null } => "rotary",
        { Relative: not null } => "relative bias",
        _ when model.Patches is not null => "learned, by patch",
        _ => model.Embedding.PaddingToken is not null ? "learned, padding not counted" : "learned",
    };

    private static string AttentionOf(AttentionSpec attention)
    {
        var parts = new List<string>();
        if (attention.Causal) parts.Add("causal");
        if (attention.Rotary is not null) parts.Add("grouped heads");
        if (attention.Scale is 1) parts.Add("unscaled");
        return parts.Count == 0 ? "full" : string.Join(", ", parts);
    }

    private static IReadOnlyList<string> InputsOf(ModelDescription model)
    {
        if (model.Patches is not null) return ["pixel_values"];
        var inputs = new List<string> { "input_ids", "attention_mask" };
        if (model.Embedding.TypeVocabularySize > 0) inputs.Add("token_type_ids");
        if (model.Embedding.MaxPositions > 0 && model.Decoder is null) inputs.Add("position_ids");
        inputs.Add("inputs_embeds");
        if (model.Decoder is not null) inputs.Add("decoder_input_ids");
        return inputs;
    }

    internal static IReadOnlyList<string> HeadsOf(ModelDescription model) => model switch
    {
        { Patches: not null } => ["image_classification", "declared"],
        { Decoder: not null } => [.. OfTexts, "seq2seq_lm"],
        { Block.Attention.Causal: true } => [.. OfTexts, "causal_lm"],
        _ => [.. OfTexts, "masked_lm", "causal_lm"],
    };
}
