using System.Text;
using Bridge.Cli.Resources;
using Bridge.Configuration;
using Bridge.Engine;

namespace Bridge.Cli.Docs;

/// <summary>The pages of docs/methods as Markdown, made from the schemas and presets that configurations are read by.</summary>
internal static class MethodPages
{
    /// <summary>File names and their texts: one page a method, and a table of all.</summary>
    public static IReadOnlyDictionary<string, string> Make()
    {
        var current = MethodPresets.All.Where(p => p.DeprecatedFor is null).ToList();
        var pages = current.ToDictionary(FileOf, Page, StringComparer.Ordinal);
        pages["README.md"] = Overview(current);
        return pages;
    }

    private static string FileOf(MethodPreset preset) => $"{preset.Name}.md";

    private static string Overview(List<MethodPreset> methods)
    {
        var text = new StringBuilder("# Adapter methods\n\nWritten by `adapterbridge docs`.\n\n| method | what | acts in | paper |\n|---|---|---|---|\n");
        foreach (var method in methods)
            text.Append($"| [{method.Name}]({FileOf(method)}) | {method.Title} | {MethodText.Of(method.Name).Slots} | [arXiv:{method.Paper}](https://arxiv.org/abs/{method.Paper}) |\n");
        text.Append("\nEvery method works in every architecture that has its slots: ").AppendJoin(", ", EngineInfo.KnownArchitectures).Append(".\n");
        text.Append("\nOld names: ").AppendJoin(", ", MethodPresets.All.Where(p => p.DeprecatedFor is not null).Select(p => $"`{p.Name}` is `{p.DeprecatedFor}`")).Append(".\n");
        return text.ToString();
    }

    private static string Page(MethodPreset preset)
    {
        var about = MethodText.Of(preset.Name);
        var text = new StringBuilder($"# {preset.Name}\n\n{preset.Title} ([arXiv:{preset.Paper}](https://arxiv.org/abs/{preset.Paper})).\n\n");
        text.Append($"```\n{about.Formula}\n```\n\nActs in {about.Slots}.\n\nExample: `{about.Example}`\n");
        foreach (var note in about.Notes) text.Append($"\n- {note}");
        if (about.Notes.Length > 0) text.Append('\n');
        for (var part = 0; part < preset.Parts.Count; part++)
        {
            text.Append(preset.IsUnion ? $"\n## Part {part}: {preset.Parts[part].Schema.ClassName}\n\n" : "\n## Keys\n\n");
            text.Append("| key | default | allowed | what |\n|---|---|---|---|\n");
            foreach (var key in preset.Keys(part)) text.Append($"| `{key.Name}` | {Code(key.Default?.PythonText)} | {Cell(key.Allowed)} | {Cell(key.Description)} |\n");
        }
        var resources = BuiltInCatalogue.Of(preset.Name);
        if (resources.Count > 0) text.Append("\n## Papers and tools\n\n").AppendJoin('\n', resources.Select(r => CatalogueMarkdown.Line(r, null))).Append('\n');
        return text.ToString();
    }

    private static string Code(string? value) => value is null ? "must be given" : $"`{Cell(value)}`";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
