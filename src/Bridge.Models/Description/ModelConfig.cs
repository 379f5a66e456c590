using System.Text.Json.Nodes;
using Bridge.Checkpoints;

namespace Bridge.Models.Description;

/// <summary>A model's config.json: typed reads that name the file, the key and what was found.</summary>
public sealed class ModelConfig
{
    private readonly JsonObject _json;
    private readonly string _path;

    private ModelConfig(JsonObject json, string path) => (_json, _path) = (json, path);

    /// <summary>Reads <c>config.json</c> of a model folder.</summary>
    public static ModelConfig Read(string folder)
    {
        var path = System.IO.Path.Combine(folder, "config.json");
        return new ModelConfig(JsonFile.Read(path), path);
    }

    /// <summary>A file that says nothing but its <c>model_type</c>.</summary>
    public static ModelConfig Empty(string modelType) => new(new JsonObject { ["model_type"] = modelType }, "config.json");

    /// <summary>The <c>model_type</c>.</summary>
    public string ModelType => Text("model_type");

    /// <summary>An integer of at least <paramref name="minimum"/>.</summary>
    public int Integer(string key, int? fallback = null, int minimum = 0)
    {
        var value = Number(key, fallback);
        if (value != Math.Floor(value) || value < minimum || value > int.MaxValue) throw Wrong(key, $"an integer of at least {minimum}");
        return (int)value;
    }

    /// <summary>An integer of at least 0, or null where the file has none.</summary>
    public int? OptionalInteger(string key) => _json[key] is null ? null : Integer(key);

    /// <summary>Rotary positions of <c>rope_theta</c> and <c>rope_scaling</c> for heads of that size; scalings that are not known are refused.</summary>
    public RotarySpec Rotary(int headSize)
    {
        var rotary = new RotarySpec(Number("rope_theta", 10000), headSize);
        if (_json["rope_scaling"] is not JsonObject given) return rotary;
        var scaling = new ModelConfig(given, $"{_path}#rope_scaling");
        var key = given["rope_type"] is null ? "type" : "rope_type";
        return scaling.Text(key, "default") switch
        {
            // Within the model's positions dynamic scaling changes nothing; longer inputs are refused.
            "default" or "dynamic" => rotary,
            "linear" => rotary with { Factor = scaling.Number("factor") },
            "llama3" => rotary with
            {
                Llama3 = new Llama3Scaling(scaling.Number("factor"), scaling.Number("low_freq_factor"), scaling.Number("high_freq_factor"), scaling.Number("original_max_position_embeddings")),
            },
            "yarn" => rotary with { Yarn = Yarn(scaling) },
            _ => throw scaling.Wrong(key, "one of default, linear, dynamic, llama3, yarn"),
        };
    }

    private YarnScaling Yarn(ModelConfig scaling)
    {
        var factor = scaling.Number("factor");
        double Magnitude(double scale) => factor <= 1 ? 1 : 0.1 * scale * Math.Log(factor) + 1;
        var (own, all) = (scaling.Number("mscale", 0), scaling.Number("mscale_all_dim", 0));
        var attention = scaling.Number("attention_factor", own != 0 && all != 0 ? Magnitude(own) / Magnitude(all) : Magnitude(1));
        return new YarnScaling(factor, scaling.Number("original_max_position_embeddings", Number("max_position_embeddings", 2048)), scaling.Number("beta_fast", 32), scaling.Number("beta_slow", 1), attention)
        {
            Truncate = scaling.Flag("truncate", true),
        };
    }

    /// <summary>A number.</summary>
    public double Number(string key, double? fallback = null)
    {
        if (_json[key] is null) return fallback ?? throw Missing(key);
        return _json[key] is JsonValue value && value.TryGetValue<double>(out var number) ? number : throw Wrong(key, "a number");
    }

    /// <summary>A text.</summary>
    public string Text(string key, string? fallback = null)
    {
        if (_json[key] is null) return fallback ?? throw Missing(key);
        return _json[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw Wrong(key, "a text");
    }

    /// <summary>True or false.</summary>
    public bool Flag(string key, bool fallback)
    {
        if (_json[key] is null) return fallback;
        return _json[key] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : throw Wrong(key, "true or false");
    }

    /// <summary>Refuses a value that this description does not cover.</summary>
    public void Require(string key, string allowed, string fallback)
    {
        var found = Text(key, fallback);
        if (found != allowed) throw Wrong(key, $"\"{allowed}\"");
    }

    /// <summary>Refuses a flag that this description does not cover.</summary>
    public void Require(string key, bool allowed)
    {
        if (Flag(key, allowed) != allowed) throw Wrong(key, allowed ? "true" : "false");
    }

    /// <summary>The class that was saved, and its labels. Labels that are not text and number are none.</summary>
    public CheckpointClass Class()
    {
        var name = _json["architectures"] is JsonArray { Count: > 0 } classes && classes[0] is JsonValue first && first.TryGetValue<string>(out var text) ? text : null;
        return new CheckpointClass(name, LabelIds(), Text("problem_type", "") == "multi_label_classification");
    }

    private Dictionary<string, int>? LabelIds()
    {
        var labels = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (label, node) in _json["label2id"] as JsonObject ?? [])
            if (node is JsonValue value && value.TryGetValue<int>(out var id)) labels[label] = id;
        if (labels.Count > 0) return labels;
        foreach (var (id, node) in _json["id2label"] as JsonObject ?? [])
            if (int.TryParse(id, System.Globalization.CultureInfo.InvariantCulture, out var number) && node is JsonValue value && value.TryGetValue<string>(out var label)) labels[label] = number;
        return labels.Count > 0 ? labels : null;
    }

    private BridgeException Missing(string key) =>
        BridgeException.Corrupt($"\"{_path}\" lacks \"{key}\"", ("path", _path), ("key", key));

    private BridgeException Wrong(string key, string allowed) =>
        BridgeException.Corrupt($"\"{_path}\": \"{key}\" is {_json[key]?.ToJsonString() ?? "absent"}, allowed is {allowed}",
            ("path", _path), ("key", key), ("value", _json[key]?.ToJsonString()), ("allowed", allowed));
}
