using Bridge.Models.Description;
using Bridge.Models.Heads;

namespace Bridge.Models.Architectures;

/// <summary>The kinds of fixed heads that model classes have: their description names the modules and the dropouts.</summary>
internal static class FixedHeads
{
    /// <summary>A projection of the token that stands for the sequence, or of the pooled output.</summary>
    public static FixedHead Classification(string name, double? dropout, bool pooled, string module = "classifier") =>
        new(name + "ForSequenceClassification", new ClassificationHeadConfig(Layers: 1, ActivationFunction: null, UsePooler: pooled) { Dropouts = [dropout] }, [null, module]);

    /// <summary>A dense layer, an activation, a projection.</summary>
    public static FixedHead Classification(string name, string activation, double? first, double? last, string dense, string projection) =>
        new(name + "ForSequenceClassification", new ClassificationHeadConfig(Layers: 2, ActivationFunction: activation) { Dropouts = [first, last] }, [null, dense, null, null, projection]);

    /// <summary>A projection without bias of the last token that is not padding.</summary>
    public static FixedHead Score(string name) =>
        new(name + "ForSequenceClassification", new ClassificationHeadConfig(Layers: 1, ActivationFunction: null, Bias: false) { RightmostToken = true, Dropouts = [null] }, [null, "score"]);

    /// <summary>A projection of the first token of images.</summary>
    public static FixedHead Image(string name) =>
        new(name + "ForImageClassification", new ClassificationHeadConfig(Layers: 1, ActivationFunction: null) { Image = true, Dropouts = [null] }, [null, "classifier"]);

    /// <summary>A number for each choice, of the pooled output.</summary>
    public static FixedHead Choice(string name, double? dropout) =>
        new(name + "ForMultipleChoice", new MultipleChoiceHeadConfig(Layers: 1, ActivationFunction: null, UsePooler: true) { Dropouts = [dropout] }, [null, "classifier"]);

    /// <summary>The same of the first token, behind a dense layer.</summary>
    public static FixedHead Choice(string name, string activation, double? last, string dense) =>
        new(name + "ForMultipleChoice", new MultipleChoiceHeadConfig(Layers: 2, ActivationFunction: activation) { Dropouts = [null, last] }, [null, dense, null, null, "classifier"]);

    /// <summary>A projection of each token.</summary>
    public static FixedHead Tagging(string name, double? dropout, string module = "classifier") =>
        new(name + "ForTokenClassification", new TaggingHeadConfig(Layers: 1, ActivationFunction: null) { Dropouts = [dropout] }, [null, module]);

    /// <summary>Where an answer begins and ends.</summary>
    public static FixedHead Questions(string name, double? dropout = null) =>
        new(name + "ForQuestionAnswering", new QuestionAnsweringHeadConfig(Layers: 1, ActivationFunction: null) { Dropouts = [dropout] }, [null, "qa_outputs"]);

    /// <summary>A dense layer, an activation, a norm, the projection to the vocabulary.</summary>
    public static FixedHead Tokens(string modelClass, bool causal, string activation, string dense, string norm, string projection, string? offset = null) =>
        new(modelClass, new LanguageModelHeadConfig(causal, ActivationFunction: activation, ShiftLabels: causal), [dense, null, norm, projection]) { Offset = offset };

    /// <summary>The projection to the vocabulary alone.</summary>
    public static FixedHead Tokens(string modelClass, bool decoder = false, string? offset = null) =>
        new(modelClass, new LanguageModelHeadConfig(Causal: true, Layers: 1, ActivationFunction: null, LayerNorm: false, Bias: false, ShiftLabels: !decoder) { Decoder = decoder }, ["lm_head"]) { Offset = offset };
}
