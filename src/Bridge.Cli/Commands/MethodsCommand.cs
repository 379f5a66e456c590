using System.CommandLine;
using System.Text.Json;
using Bridge.Cli.Output;
using Bridge.Cli.Resources;
using Bridge.Configuration;
using Bridge.Core;

namespace Bridge.Cli.Commands;

/// <summary><c>methods</c>: what adapters there are, and the keys of one.</summary>
internal static class MethodsCommand
{
    public static Command Build()
    {
        var name = new Argument<string?>("NAME") { Description = "Show the keys of this method.", Arity = ArgumentArity.ZeroOrOne };
        var json = CommonOptions.Json();
        var command = new Command("methods", "List the adapter methods, or the keys of one with defaults and bounds.") { name, json };
        command.SetAction(parsed => Run(parsed.GetValue(name), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string? name, bool json)
    {
        if (name is null && json) JsonText.Write(Console.Out, writer => WriteAll(writer, MethodPresets.All));
        else if (name is null) ShowAll();
        else if (json) JsonText.Write(Console.Out, writer => WriteOne(writer, Find(name)));
        else ShowOne(Find(name));
        return 0;
    }

    private static MethodPreset Find(string name) => MethodPresets.Find(name) ?? throw BridgeException.Invalid(ErrorReason.ConfigUnknownMethod,
        $"there is no method \"{name}\"; there are {string.Join(", ", MethodPresets.Names)}", ("method", name), ("allowed", string.Join(", ", MethodPresets.Names)));

    private static void ShowAll()
    {
        var table = Tables.New("method", "what", "paper");
        foreach (var preset in MethodPresets.All)
            table.Row(preset.Name, preset.DeprecatedFor is { } now ? $"old name of {now}" : preset.Title, $"arXiv:{preset.Paper}");
        table.Show();
    }

    private static void ShowOne(MethodPreset preset)
    {
        Console.WriteLine($"{preset.Name}: {preset.Title} (arXiv:{preset.Paper})");
        for (var part = 0; part < preset.Parts.Count; part++)
        {
            if (preset.IsUnion) Console.WriteLine($"part {part}: {preset.Parts[part].Schema.ClassName}");
            var table = Tables.New("key", "default", "allowed", "what");
            foreach (var key in preset.Keys(part)) table.Row(key.Name, key.Default?.PythonText ?? "must be given", key.Allowed, key.Description);
            table.Show();
        }
        foreach (var item in BuiltInCatalogue.Of(preset.DeprecatedFor ?? preset.Name)) Console.WriteLine(CatalogueMarkdown.Line(item, null));
    }

    private static void WriteAll(Utf8JsonWriter writer, IEnumerable<MethodPreset> presets)
    {
        writer.WriteStartArray();
        foreach (var preset in presets) WriteOne(writer, preset);
        writer.WriteEndArray();
    }

    private static void WriteOne(Utf8JsonWriter writer, MethodPreset preset)
    {
        writer.WriteStartObject();
        writer.WriteString("name", preset.Name);
        writer.WriteString("title", preset.Title);
        writer.WriteString("paper", preset.Paper);
        writer.WriteString("deprecated_for", preset.DeprecatedFor);
        writer.WriteStartArray("resources");
        foreach (var item in BuiltInCatalogue.Of(preset.DeprecatedFor ?? preset.Name))
        {
            writer.WriteStartObject();
            writer.WriteString("title", item.Title);
            writer.WriteString("paper", item.Paper?.Link);
            writer.WriteString("code", item.Code);
            writer.WriteString("website", item.Website);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("parts");
        for (var part = 0; part < preset.Parts.Count; part++)
        {
            writer.WriteStartObject();
            writer.WriteString("class", preset.Parts[part].Schema.ClassName);
            writer.WriteStartArray("keys");
            foreach (var key in preset.Keys(part)) WriteKey(writer, key);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteKey(Utf8JsonWriter writer, ConfigKey key)
    {
        writer.WriteStartObject();
        writer.WriteString("key", key.Name);
        writer.WriteString("default", key.Default?.PythonText);
        writer.WriteString("allowed", key.Allowed);
        writer.WriteString("description", key.Description);
        writer.WriteEndObject();
    }
}
