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
        };
    }
}
