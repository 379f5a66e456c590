using Bridge.Models.Description;

namespace Bridge.Models.Architectures;

/// <summary>RoBERTa (Liu et al. 2019, arXiv:1907.11692) and XLM-RoBERTa (Conneau et al. 2020, arXiv:1911.02116): BERT with positions that pass over padding.</summary>
internal static class Roberta
{
    public static ModelDescription Describe(ModelConfig config) => Of(config, "roberta", "Roberta");

    public static ModelDescription DescribeMultilingual(ModelConfig config) => Of(config, "xlm-roberta", "XLMRoberta");

    private static ModelDescription Of(ModelConfig config, string type, string name)
    {
        var bert = Bert.Describe(config);
        var padding = config.Integer("pad_token_id", 1);
        return bert with
        {
            ModelType = type,
            PlainClass = name + "Model",
            HeadsClass = name + "AdapterModel",
            BasePrefix = "roberta.",
            Embedding = bert.Embedding with { PositionOffset = padding + 1, PaddingToken = padding },
            PadTokenId = padding,
            FixedHeads = Heads(name, bert.HeadDropout, config.Number("hidden_dropout_prob", 0.1)),
        };
    }

    private static IReadOnlyList<FixedHead> Heads(string name, double dropout, double hidden)
    {
        const string Dense = "lm_head.dense", Norm = "lm_head.layer_norm", Projection = "lm_head.decoder", Offset = "lm_head.bias";
        return
        [
            FixedHeads.Classification(name, "tanh", dropout, dropout, "classifier.dense", "classifier.out_proj"),
            FixedHeads.Choice(name, hidden),
            FixedHeads.Tagging(name, dropout),
            FixedHeads.Questions(name),
            FixedHeads.Tokens(name + "ForMaskedLM", causal: false, "gelu", Dense, Norm, Projection, Offset),
            FixedHeads.Tokens(name + "ForCausalLM", causal: true, "gelu", Dense, Norm, Projection, Offset),
        ];
    }
}
