using System.Globalization;
using System.Text.Json.Nodes;

namespace Bridge.Models.Heads;

/// <summary>
/// Declared networks in head_config.json: <c>input</c> (summary, pooled, tokens), <c>network</c> (a list of <c>{"linear": 16}</c>, <c>{"linear": 16, "bias": false}</c>,
/// <c>{"activation": "gelu"}</c>, <c>{"dropout": 0.1}</c>, <c>{"norm": 1e-5}</c>, <c>{"residual": [...]}</c>), <c>loss</c> (cross_entropy, squared_error, binary_cross_entropy).
/// </summary>
internal static class DeclaredHeadJson
{
    private const int MostNesting = 4;
    private static readonly string[] Kinds = ["linear", "activation", "dropout", "norm", "residual"];
    private static readonly string[] Inputs = ["summary", "pooled", "tokens"];
    private static readonly string[] Losses = ["cross_entropy", "squared_error", "binary_cross_entropy"];

    public static Dictionary<string, JsonNode?> Write(DeclaredHeadConfig config) => new()
    {
        ["input"] = Inputs[(int)config.Input],
        ["network"] = Write(config.Network),
        ["loss"] = Losses[(int)config.Loss],
        ["num_labels"] = config.NumLabels,
    };

    public static DeclaredHeadConfig Read(JsonObject json, string path)
    {
        if (json["network"] is not JsonArray network) throw Wrong(path, "network", json["network"], "a list of layers");
        return new DeclaredHeadConfig((DeclaredInput)Choice(json, "input", Inputs, path), Layers(network, path, "network", 0), (DeclaredLoss)Choice(json, "loss", Losses, path));
    }

    private static JsonArray Write(IReadOnlyList<DeclaredLayer> network) => new([.. network.Select(JsonNode? (layer) => layer switch
    {
        DeclaredLayer.Linear { Bias: false } l => new JsonObject { ["linear"] = l.Size, ["bias"] = false },
        DeclaredLayer.Linear l => new JsonObject { ["linear"] = l.Size },
        DeclaredLayer.Activation a => new JsonObject { ["activation"] = a.Name },
        DeclaredLayer.Dropout d => new JsonObject { ["dropout"] = d.Probability },
        DeclaredLayer.Norm n => new JsonObject { ["norm"] = n.Epsilon },
        DeclaredLayer.Residual r => new JsonObject { ["residual"] = Write(r.Network) },
        _ => null,
    })]);

    private static List<DeclaredLayer> Layers(JsonArray network, string path, string where, int depth)
    {
        if (depth > MostNesting) throw Wrong(path, where, null, $"at most {MostNesting} residuals within each other");
        return [.. network.Select((node, i) => Layer(node, path, $"{where}[{i.ToString(CultureInfo.InvariantCulture)}]", depth))];
    }

    private static DeclaredLayer Layer(JsonNode? node, string path, string where, int depth)
    {
        if (node is not JsonObject layer || Kinds.Where(layer.ContainsKey).ToList() is not [var kind]) throw Wrong(path, where, node, $"an object with one of {string.Join(", ", Kinds)}");
        if (layer.Select(p => p.Key).FirstOrDefault(k => k != kind && !(k == "bias" && kind == "linear")) is { } extra) throw Wrong(path, $"{where}.{extra}", layer[extra], $"no key beside \"{kind}\"{(kind == "linear" ? " and \"bias\"" : "")}");
        var (value, at) = (layer[kind], $"{where}.{kind}");
        return kind switch
        {
            "linear" => new DeclaredLayer.Linear(Value<int>(value, path, at, "an integer"), layer["bias"] is null || Value<bool>(layer["bias"], path, $"{where}.bias", "true or false")),
            "activation" => new DeclaredLayer.Activation(Value<string>(value, path, at, "a text")),
            "dropout" => new DeclaredLayer.Dropout(Value<double>(value, path, at, "a number")),
            "norm" => new DeclaredLayer.Norm(value is null ? null : Value<double>(value, path, at, "a number or null")),
            _ => new DeclaredLayer.Residual(Layers(value as JsonArray ?? throw Wrong(path, at, value, "a list of layers"), path, at, depth + 1)),
        };
    }

    private static int Choice(JsonObject json, string key, string[] allowed, string path)
    {
        if (json[key] is null) return 0;
        var found = Array.IndexOf(allowed, (json[key] as JsonValue)?.TryGetValue<string>(out var text) == true ? text : "");
        return found >= 0 ? found : throw Wrong(path, key, json[key], $"one of {string.Join(", ", allowed)}");
    }

    private static T Value<T>(JsonNode? node, string path, string where, string allowed) => node is JsonValue value && value.TryGetValue<T>(out var found) ? found : throw Wrong(path, where, node, allowed);

    private static BridgeException Wrong(string path, string where, JsonNode? found, string allowed) =>
        BridgeException.Corrupt($"\"{path}\": {where} is {found?.ToJsonString() ?? "absent"}, allowed is {allowed}", ("path", path), ("key", where), ("value", found?.ToJsonString()), ("allowed", allowed));
}
