using System.Text.Json;
using System.Text.Json.Nodes;
using Bridge.Core;
using Bridge.Models.Heads;

namespace Bridge.Engine.Heads;

/// <summary>Between the engine's heads and those of the models.</summary>
internal static class HeadSpecs
{
    private const string Own = "own", HeadType = "head_type";

    /// <summary>Whether the head that the model's checkpoint brings along is asked for; ARGUMENT_INVALID where anything is said of it.</summary>
    public static bool IsOwn(HeadSpec spec)
    {
        if (spec.Json is not { } json) return false;
        var config = Parse(json);
        if ((config[HeadType] as JsonValue)?.TryGetValue<string>(out var type) != true || type != Own) return false;
        if (config.Select(p => p.Key).FirstOrDefault(k => k != HeadType) is { } other)
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"head: \"{other}\" stands beside the type \"{Own}\"; what the checkpoint's own head is says the checkpoint", ("field", $"config.json.{other}"), ("allowed", HeadType));
        return true;
    }

    public static HeadConfig ToConfig(HeadSpec spec)
    {
        if (spec.Json is { } json) return Read(json);
        if (spec.Labels is { } labels)
        {
            if (labels.Count != spec.NumLabels)
                throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"head: {labels.Count} label names for {spec.NumLabels} labels", ("labels", labels.Count), ("num_labels", spec.NumLabels));
            if (labels.Distinct(StringComparer.Ordinal).Count() != labels.Count)
                throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, "head: a label name stands twice; names must differ", ("labels", string.Join(", ", labels)));
        }
        return new ClassificationHeadConfig(spec.NumLabels, spec.Layers, spec.ActivationFunction, spec.Multilabel, spec.UsePooler, spec.Bias, spec.DropoutProb)
        {
            LabelIds = spec.Labels?.Select((name, id) => (name, id)).ToDictionary(l => l.name, l => l.id),
        };
    }

    public static HeadSpec FromConfig(HeadConfig config)
    {
        var labels = config.LabelIds?.OrderBy(l => l.Value).Select(l => l.Key).ToArray();
        return config is ClassificationHeadConfig { Image: false, ModelClass: null } c
            ? new HeadSpec
            {
                NumLabels = c.NumLabels,
                Layers = c.Layers,
                ActivationFunction = c.ActivationFunction,
                Multilabel = c.Multilabel,
                UsePooler = c.UsePooler,
                Bias = c.Bias,
                DropoutProb = c.DropoutProb,
                Labels = labels,
            }
            : new HeadSpec { Labels = labels, Json = Text(config) };
    }

    // With the model class whose fixed head it is, which files have elsewhere.
    private static string Text(HeadConfig config)
    {
        var json = HeadJson.Write(config);
        if (config.ModelClass is { } name) json["model_class"] = name;
        return json.ToJsonString();
    }

    private static JsonObject Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject ?? throw Wrong("it is not an object", null);
        }
        catch (JsonException e)
        {
            throw Wrong(e.Message, e);
        }
    }

    // What is wrong in a request is no damage of a file.
    private static HeadConfig Read(string json)
    {
        try
        {
            return HeadJson.Read(Parse(json), "config");
        }
        catch (BridgeException e) when (e.Reason == ErrorReason.CheckpointCorrupt)
        {
            throw Wrong(e.Message, e, e.Metadata);
        }
    }

    private static BridgeException Wrong(string what, Exception? inner, IReadOnlyDictionary<string, string>? more = null) =>
        new(ErrorCode.InvalidArgument, ErrorReason.ArgumentInvalid, $"head: the configuration cannot be read: {what}", new Dictionary<string, string>(more ?? new Dictionary<string, string>()) { ["field"] = "config.json" }, inner: inner);
}
