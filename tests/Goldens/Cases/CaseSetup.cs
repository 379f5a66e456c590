using System.Text.Json.Nodes;
using Bridge.Configuration;
using Goldens.Running;

namespace Goldens.Cases;

/// <summary>The compositions that a case names.</summary>
internal static class CaseSetup
{
    /// <summary>The active composition, or null.</summary>
    public static Composition? Active(GoldenCase golden) => Read(golden.Document["setup"]);

    /// <summary>The adapters that training changes.</summary>
    public static IReadOnlyList<string> Trained(GoldenCase golden) =>
        Read(golden.Document["train_setup"])?.Flatten() ?? Active(golden)?.Flatten() ?? [];

    private static Composition? Read(JsonNode? node)
    {
        if (node is JsonArray names) return new Stack([.. names.Select(n => (Composition)n!.GetValue<string>())]);
        if (node is JsonValue name) return name.GetValue<string>();
        if (node is null) return null;
        var copy = node.DeepClone();
        Prepare(copy);
        return Composition.FromJson(copy);
    }

    private static void Prepare(JsonNode node)
    {
        if (node["type"]!.GetValue<string>() is "Fuse") throw new UnsupportedException("block Fuse");
        // The weights of a case are those that were used; the library forgets to write that they are not to be normalised again.
        if (node["kwargs"] is JsonObject arguments && arguments.ContainsKey("weights")) arguments["normalize_weights"] = false;
        foreach (var child in node["children"]!.AsArray().OfType<JsonObject>()) Prepare(child);
    }
}
