using System.Text.Json.Nodes;

namespace Bridge.Models.Heads;

/// <summary>Head configurations as the reference library writes them.</summary>
public static class HeadJson
{
    /// <summary>The <c>config</c> object of head_config.json.</summary>
    public static JsonObject Write(HeadConfig config)
    {
        var classification = (ClassificationHeadConfig)config;
        var labels = new JsonObject();
        foreach (var (label, id) in config.LabelIds ?? Enumerable.Range(0, classification.NumLabels).ToDictionary(i => $"LABEL_{i}", i => i)) labels[label] = id;
        return new JsonObject
        {
            ["activation_function"] = classification.ActivationFunction,
            ["bias"] = classification.Bias,
            ["dropout_prob"] = classification.DropoutProb,
            ["head_type"] = config.HeadType,
            ["label2id"] = labels,
            ["layers"] = classification.Layers,
            ["num_labels"] = classification.NumLabels,
            ["use_pooler"] = classification.UsePooler,
        };
    }

    /// <summary>Reads that object. METHOD_NOT_AVAILABLE for other types of heads, CHECKPOINT_CORRUPT where a value has the wrong type.</summary>
    public static HeadConfig Read(JsonObject json, string path)
    {
        try
        {
            var type = json["head_type"]?.GetValue<string>();
            if (type is not ("classification" or "multilabel_classification"))
                throw BridgeException.Of(ErrorCode.Unimplemented, ErrorReason.MethodNotAvailable, $"\"{path}\": no head of this build is of type \"{type}\"",
                    ("path", path), ("head_type", type));
            return new ClassificationHeadConfig(
                json["num_labels"]?.GetValue<int>() ?? 2,
                json["layers"]?.GetValue<int>() ?? 2,
                json["activation_function"]?.GetValue<string>(),
                type == "multilabel_classification",
                json["use_pooler"]?.GetValue<bool>() ?? false,
                json["bias"]?.GetValue<bool>() ?? true,
                json["dropout_prob"]?.GetValue<double>())
            {
                LabelIds = (json["label2id"] as JsonObject)?.ToDictionary(p => p.Key, p => p.Value!.GetValue<int>(), StringComparer.Ordinal),
            };
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException or NullReferenceException)
        {
            throw new BridgeException(ErrorCode.DataLoss, ErrorReason.CheckpointCorrupt, $"\"{path}\": a value of the head's configuration has the wrong type: {error.Message}",
                new Dictionary<string, string> { ["path"] = path }, inner: error);
        }
    }
}
