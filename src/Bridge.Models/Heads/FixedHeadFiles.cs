using System.Text.Json.Nodes;
using Bridge.Models.Description;

namespace Bridge.Models.Heads;

/// <summary>head_config.json of model classes with one fixed head: no <c>config</c>, but the class, its labels and how many they are.</summary>
internal static class FixedHeadFiles
{
    /// <summary>The head of the model's class. METHOD_NOT_AVAILABLE for classes whose head has no flexible equal.</summary>
    public static FixedHead Of(JsonObject file, ModelDescription description, string path)
    {
        var name = (file["model_class"] as JsonValue)?.TryGetValue<string>(out var text) == true ? text : null;
        if (description.FixedHeadOf(name) is { } head) return head;
        var known = string.Join(", ", description.FixedHeads.Select(h => h.ModelClass));
        throw BridgeException.Of(ErrorCode.Unimplemented, ErrorReason.MethodNotAvailable,
            $"\"{path}\": the head of model class \"{name}\" has no equal among this build's heads for {description.ModelType} models; those of {(known.Length == 0 ? "no class" : known)} have",
            ("path", path), ("model_class", name), ("allowed", known));
    }

    /// <summary>What it is. CHECKPOINT_CORRUPT where a value has the wrong type.</summary>
    public static HeadConfig Config(FixedHeadTensors tensors, JsonObject file, string path)
    {
        try
        {
            var labels = (file["label2id"] as JsonObject)?.ToDictionary(p => p.Key, p => p.Value!.GetValue<int>(), StringComparer.Ordinal);
            return tensors.Config(labels, file["num_labels"]?.GetValue<int>() ?? labels?.Count ?? 2, offset: true);
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException or NullReferenceException)
        {
            throw new BridgeException(ErrorCode.DataLoss, ErrorReason.CheckpointCorrupt, $"\"{path}\": a value of head_config.json has the wrong type: {error.Message}",
                new Dictionary<string, string> { ["path"] = path }, inner: error);
        }
    }
}
