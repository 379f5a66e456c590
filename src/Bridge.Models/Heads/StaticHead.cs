using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace Bridge.Models.Heads;

/// <summary>A head of a model class with one fixed head, as the flexible head that computes the same.</summary>
/// <param name="Config">What it is.</param>
/// <param name="Layers">Its modules by the numbers of the flexible head's; null where a number has no tensors (dropout, activation).</param>
/// <param name="Ignored">Tensors that the class saves twice.</param>
internal sealed record StaticHead(HeadConfig Config, IReadOnlyList<string?> Layers, IReadOnlyList<string> Ignored)
{
    private static readonly string?[] Classifier = [null, "classifier"];
    private static readonly string?[] BertLanguageModel = ["cls.predictions.transform.dense", null, "cls.predictions.transform.LayerNorm", "cls.predictions.decoder"];
    private static readonly string[] BertTwice = ["cls.predictions.bias"];

    private static readonly FrozenDictionary<string, Func<int, StaticHead>> Classes = new Dictionary<string, Func<int, StaticHead>>(StringComparer.Ordinal)
    {
        ["BertForSequenceClassification"] = n => new(new ClassificationHeadConfig(n, 1, null, UsePooler: true), Classifier, []),
        ["BertForMultipleChoice"] = n => new(new MultipleChoiceHeadConfig(n, 1, null, UsePooler: true), Classifier, []),
        ["BertForTokenClassification"] = n => new(new TaggingHeadConfig(n, 1, null), Classifier, []),
        ["BertForQuestionAnswering"] = n => new(new QuestionAnsweringHeadConfig(n, 1, null), [null, "qa_outputs"], []),
        ["BertForMaskedLM"] = _ => new(new LanguageModelHeadConfig(Causal: false), BertLanguageModel, BertTwice),
        ["BertLMHeadModel"] = _ => new(new LanguageModelHeadConfig(Causal: true, ShiftLabels: true), BertLanguageModel, BertTwice),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What head_config.json without <c>config</c> describes by the model's class. METHOD_NOT_AVAILABLE for classes whose head has no flexible equal.</summary>
    public static StaticHead Of(JsonObject file, string path)
    {
        var name = (file["model_class"] as JsonValue)?.TryGetValue<string>(out var text) == true ? text : null;
        if (name is null || !Classes.TryGetValue(name, out var make))
            throw BridgeException.Of(ErrorCode.Unimplemented, ErrorReason.MethodNotAvailable,
                $"\"{path}\": the head of model class \"{name}\" has no equal among this build's heads; those of {string.Join(", ", Classes.Keys)} have",
                ("path", path), ("model_class", name), ("allowed", string.Join(", ", Classes.Keys)));
        try
        {
            var labels = (file["label2id"] as JsonObject)?.ToDictionary(p => p.Key, p => p.Value!.GetValue<int>(), StringComparer.Ordinal);
            var head = make(file["num_labels"]?.GetValue<int>() ?? labels?.Count ?? 2);
            return head with { Config = head.Config with { LabelIds = head.Config is LanguageModelHeadConfig ? null : labels } };
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException or NullReferenceException)
        {
            throw new BridgeException(ErrorCode.DataLoss, ErrorReason.CheckpointCorrupt, $"\"{path}\": a value of head_config.json has the wrong type: {error.Message}",
                new Dictionary<string, string> { ["path"] = path }, inner: error);
        }
    }

    /// <summary>The class's name of a flexible head's tensor: <c>heads.NAME.1.weight</c> is <c>classifier.weight</c>.</summary>
    public string Stored(string expected)
    {
        var parts = expected.Split('.');
        return int.TryParse(parts[^2], out var number) && number < Layers.Count && Layers[number] is { } layer ? $"{layer}.{parts[^1]}" : expected;
    }
}
