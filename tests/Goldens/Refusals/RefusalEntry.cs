using System.Text.Json.Nodes;
using Bridge.Configuration;
using Bridge.Core;
using Goldens.Cases;

namespace Goldens.Refusals;

/// <summary>One line of a refusals.json: what the reference library refuses or fails at.</summary>
/// <param name="Id"><c>folder/name</c>.</param>
/// <param name="ModelFolder">The base model.</param>
/// <param name="Document">What the file says.</param>
internal sealed record RefusalEntry(string Id, string ModelFolder, JsonObject Document)
{
    /// <summary>Its name in the file.</summary>
    public string Name => Id[(Id.IndexOf('/') + 1)..];

    /// <summary>Every entry of a file, which is a list or an object that holds one.</summary>
    public static IReadOnlyList<RefusalEntry> Read(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        var name = Path.GetFileName(folder);
        var document = JsonNode.Parse(File.ReadAllText(file))!;
        var entries = document as JsonArray ?? document["refusals"]!.AsArray();
        var model = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(folder))!, "models", document is JsonObject o ? o["model"]!.GetValue<string>() : name);
        return [.. entries.Select(e => new RefusalEntry($"{name}/{(e!["id"] ?? e["case"])!.GetValue<string>()}", model, e.AsObject()))];
    }

    /// <summary>The configuration of each adapter.</summary>
    public IEnumerable<(string Name, AdapterConfig Config)> Adapters()
    {
        foreach (var (name, node) in Document["adapters"]!.AsObject()) yield return (name, node is JsonValue text ? AdapterConfig.Parse(Text(text.GetValue<string>())) : AdapterConfig.FromJson(node));

        // A few entries hold only the class of what was built.
        static string Text(string written) => written == "LoRAConfig" ? "lora[r=4,alpha=8]" : written;
    }

    /// <summary>The composition: a tree, or a text with brackets and without sizes.</summary>
    public Composition Setup(int rows)
    {
        if (Document["setup"] is JsonObject tree) return CaseSetup.Read(tree)!;
        var text = (Document["setup"] ?? Document["setup_text"])!.GetValue<string>();
        if (text.StartsWith('\'')) return text.Trim('\'');
        text = text.Replace('[', '(').Replace(']', ')');
        return Composition.Parse(text.StartsWith("BatchSplit", StringComparison.Ordinal) ? $"{text[..^1]}, batch_sizes=[1, {rows - 1}])" : text);
    }

    /// <summary>The head of each name: the library's method, and its arguments.</summary>
    public IEnumerable<(string Name, string Type, JsonObject Arguments)> Heads()
    {
        foreach (var (name, node) in Document["heads"] as JsonObject ?? [])
        {
            var method = (node as JsonArray)?[0]!.GetValue<string>() ?? node!.GetValue<string>();
            yield return (name, HeadType(method), (node as JsonArray)?[1]!.DeepClone().AsObject() ?? []);
        }
    }

    private static string HeadType(string method) => method switch
    {
        "add_qa_head" => "question_answering",
        ['a', 'd', 'd', '_', .. var type] when type.EndsWith("_head", StringComparison.Ordinal) => type[..^5],
        _ => throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"{method} adds no head"),
    };
}
