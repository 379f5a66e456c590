using System.Text.Json;

namespace AdapterBridge.Client;

/// <summary>Any kind of head, as the "config" object of head_config.json: <c>{"head_type": "tagging", "num_labels": 5}</c>.</summary>
/// <param name="Json">The object.</param>
public sealed record JsonHeadConfig(string Json) : HeadConfig
{
    internal override IReadOnlyList<string> LabelNames
    {
        get
        {
            using var document = JsonDocument.Parse(Json);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("label2id", out var labels) && labels.ValueKind == JsonValueKind.Object
                ? [.. labels.EnumerateObject().OrderBy(l => l.Value.GetInt32()).Select(l => l.Name)]
                : [];
        }
    }

    internal override Wire.HeadConfig ToMessage() => new() { Json = Json };
}
