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

    /// <summary>The blocks whose fusions training changes: the setup itself or its children, as in the library.</summary>
    public static IEnumerable<Fuse> TrainedFusions(GoldenCase golden)
    {
        var setup = Read(golden.Document["train_setup"]) ?? Active(golden);
        return setup is null ? [] : new[] { setup }.Concat(setup.Children).OfType<Fuse>();
    }

    /// <summary>A composition as cases write it, or null.</summary>
    public static Composition? Read(JsonNode? node)
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
        // The weights of a case are those that were used; the library forgets to write that they are not to be normalised again.
        if (node["kwargs"] is JsonObject arguments && arguments.ContainsKey("weights")) arguments["normalize_weights"] = false;
        foreach (var child in node["children"]!.AsArray().OfType<JsonObject>()) Prepare(child);
    }
}
