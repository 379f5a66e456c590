using System.Text.Json.Nodes;

namespace Bridge.Models.Heads;

/// <summary>Head configurations as the reference library writes them.</summary>
public static class HeadJson
{
    /// <summary>The <c>config</c> object of head_config.json, keys in the library's order.</summary>
    public static JsonObject Write(HeadConfig config)
    {
        Dictionary<string, JsonNode?> values = config switch
        {
            ClassificationHeadConfig c => new()
            {
                ["num_labels"] = c.NumLabels, ["layers"] = c.Layers, ["activation_function"] = c.ActivationFunction, ["use_pooler"] = c.UsePooler, ["bias"] = c.Bias,
                ["dropout_prob"] = c.DropoutProb, ["label2id"] = Labels(config, c.NumLabels),
            },
            TaggingHeadConfig c => new()
            {
                ["num_labels"] = c.NumLabels, ["layers"] = c.Layers, ["activation_function"] = c.ActivationFunction, ["dropout_prob"] = c.DropoutProb, ["label2id"] = Labels(config, c.NumLabels),
            },
            QuestionAnsweringHeadConfig c => new()
            {
                ["num_labels"] = c.NumLabels, ["layers"] = c.Layers, ["activation_function"] = c.ActivationFunction, ["dropout_prob"] = c.DropoutProb, ["label2id"] = Labels(config, c.NumLabels),
            },
            MultipleChoiceHeadConfig c => new()
            {
                ["num_choices"] = c.NumChoices, ["layers"] = c.Layers, ["activation_function"] = c.ActivationFunction, ["use_pooler"] = c.UsePooler, ["dropout_prob"] = c.DropoutProb,
                ["label2id"] = Labels(config, c.NumChoices),
            },
            DeclaredHeadConfig c => new(DeclaredHeadJson.Write(c)) { ["label2id"] = Labels(config, c.NumLabels) },
            DependencyParsingHeadConfig c => new() { ["num_labels"] = c.NumLabels, ["label2id"] = Labels(config, c.NumLabels) },
            LanguageModelHeadConfig c => new()
            {
                ["vocab_size"] = c.VocabSize, ["embedding_size"] = c.EmbeddingSize, ["layers"] = c.Layers, ["activation_function"] = c.ActivationFunction, ["layer_norm"] = c.LayerNorm,
                ["bias"] = c.Bias, ["shift_labels"] = c.ShiftLabels, ["label2id"] = null,
            },
            _ => throw BridgeException.Of(ErrorCode.Internal, ErrorReason.InvariantBroken, $"no file form for heads of type \"{config.HeadType}\"", ("head_type", config.HeadType)),
        };
        values["head_type"] = config.HeadType;
        if (config is ClassificationHeadConfig { Image: true } image) values["multilabel"] = image.Multilabel;
        if (config is LanguageModelHeadConfig { Decoder: true }) values.Remove("embedding_size");
        else if (config is LanguageModelHeadConfig { Causal: true } causal) values["dropout_prob"] = causal.DropoutProb;
        return new JsonObject(values.OrderBy(v => v.Key, StringComparer.Ordinal));
    }

    /// <summary>Reads that object. METHOD_NOT_AVAILABLE for other types of heads, CHECKPOINT_CORRUPT where a value has the wrong type.</summary>
    public static HeadConfig Read(JsonObject json, string path)
    {
        try
        {
            var type = json["head_type"]?.GetValue<string>();
            var activation = json["activation_function"]?.GetValue<string>();
            var dropout = json["dropout_prob"]?.GetValue<double>();
            int Number(string key, int otherwise) => json[key]?.GetValue<int>() ?? otherwise;
            bool Flag(string key, bool otherwise) => json[key]?.GetValue<bool>() ?? otherwise;
            HeadConfig config = type switch
            {
                "classification" or "multilabel_classification" =>
                    new ClassificationHeadConfig(Number("num_labels", 2), Number("layers", 2), activation, type == "multilabel_classification", Flag("use_pooler", false), Flag("bias", true), dropout),
                "image_classification" =>
                    new ClassificationHeadConfig(Number("num_labels", 2), Number("layers", 1), activation, Flag("multilabel", false), Flag("use_pooler", false), Flag("bias", true), dropout) { Image = true },
                "tagging" => new TaggingHeadConfig(Number("num_labels", 2), Number("layers", 1), activation, dropout),
                "question_answering" => new QuestionAnsweringHeadConfig(Number("num_labels", 2), Number("layers", 1), activation, dropout),
                "multiple_choice" => new MultipleChoiceHeadConfig(Number("num_choices", 2), Number("layers", 2), activation, Flag("use_pooler", false), dropout),
                "declared" => DeclaredHeadJson.Read(json, path),
                "dependency_parsing" => new DependencyParsingHeadConfig(Number("num_labels", 2)),
                "masked_lm" => LanguageModel(causal: false),
                "causal_lm" => LanguageModel(causal: true),
                "seq2seq_lm" => LanguageModel(causal: true) with { Decoder = true, ShiftLabels = Flag("shift_labels", false) },
                _ => throw BridgeException.Of(ErrorCode.Unimplemented, ErrorReason.MethodNotAvailable, $"\"{path}\": no head of this build is of type \"{type}\"", ("path", path), ("head_type", type)),
            };
            return config with { LabelIds = (json["label2id"] as JsonObject)?.ToDictionary(p => p.Key, p => p.Value!.GetValue<int>(), StringComparer.Ordinal) };

            LanguageModelHeadConfig LanguageModel(bool causal) => new(causal, json["vocab_size"]?.GetValue<int>(), json["embedding_size"]?.GetValue<int>(), Number("layers", causal ? 1 : 2), activation,
                Flag("layer_norm", !causal), Flag("bias", !causal), Flag("shift_labels", causal), dropout);
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException or NullReferenceException)
        {
            throw new BridgeException(ErrorCode.DataLoss, ErrorReason.CheckpointCorrupt, $"\"{path}\": a value of the head's configuration has the wrong type: {error.Message}",
                new Dictionary<string, string> { ["path"] = path }, inner: error);
        }
    }

    private static JsonObject Labels(HeadConfig config, int count) =>
        new((config.LabelIds ?? Enumerable.Range(0, count).ToDictionary(i => $"LABEL_{i}", i => i)).Select(l => KeyValuePair.Create(l.Key, (JsonNode?)l.Value)));
}
