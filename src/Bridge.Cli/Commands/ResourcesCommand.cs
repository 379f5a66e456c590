using System.CommandLine;
using System.Text;
using Bridge.Checkpoints;
using Bridge.Cli.Output;
using Bridge.Cli.Resources;

namespace Bridge.Cli.Commands;

/// <summary><c>resources</c>: a catalogue of papers and tools, checked and made into a page.</summary>
internal static class ResourcesCommand
{
    private const string Variable = "BRIDGE_SCHOLAR_API";

    public static Command Build() => new("resources", "Check a catalogue of papers and tools, or make a page of it.") { BuildPage(), Check() };

    private static Command BuildPage()
    {
        var data = new Argument<string>("DATA") { Description = "Folder of .yaml files, a section each." };
        var template = new Argument<string>("TEMPLATE") { Description = "Markdown with {0} for the number, {1} for the contents, {2} for the entries." };
        var output = new Option<string>("--output", "-o") { Description = "The page to write.", Required = true };
        var refresh = new Option<bool>("--refresh") { Description = $"Ask Semantic Scholar for venue, authors, year and TLDR of every paper, and keep them in {PaperCache.FileName} beside the data. Nothing is asked without this." };
        var api = new Option<string?>("--api") { Description = $"Where to ask; {Variable}, else {ScholarClient.DefaultAddress}." };
        var command = new Command("build", "Make a page of a catalogue.") { data, template, output, refresh, api };
        command.SetAction(async (parsed, cancellation) =>
        {
            var folder = parsed.GetValue(data)!;
            var sections = CatalogueReader.ReadFolder(folder);
            var text = await File.ReadAllTextAsync(parsed.GetValue(template)!, cancellation);
            var cache = PaperCache.Open(folder);
            if (parsed.GetValue(refresh)) await RefreshAsync(sections, cache, parsed.GetValue(api) ?? Environment.GetEnvironmentVariable(Variable) ?? ScholarClient.DefaultAddress, cancellation);
            var page = CatalogueMarkdown.Fill(text, sections, cache);
            AtomicFile.Write(parsed.GetValue(output)!, stream => stream.Write(Encoding.UTF8.GetBytes(page)));
            return 0;
        });
        return command;
    }

    private static Command Check()
    {
        var data = new Argument<string>("DATA") { Description = "Folder of .yaml files." };
        var json = CommonOptions.Json();
        var command = new Command("check", "Say what is wrong with a catalogue: file, line and what was found.") { data, json };
        command.SetAction(parsed =>
        {
            var sections = CatalogueReader.ReadFolder(parsed.GetValue(data)!);
            var count = sections.SelectMany(s => s.All).Count();
            if (!parsed.GetValue(json)) Console.WriteLine($"{count} resources in {sections.Count} files");
            else JsonText.Write(Console.Out, writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumber("resources", count);
                writer.WriteNumber("files", sections.Count);
                writer.WriteEndObject();
            });
            return 0;
        });
        return command;
    }

    private static async Task RefreshAsync(IReadOnlyList<ResourceSection> sections, PaperCache cache, string address, CancellationToken cancellation)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(60) };
        var ids = sections.SelectMany(s => s.All).Select(i => i.Paper?.ScholarId).OfType<string>().Distinct().ToList();
        var found = await new ScholarClient(http, address, Task.Delay).GetAsync(ids, cancellation);
        foreach (var (id, paper) in found) cache.Set(id, paper);
        cache.Save();
        foreach (var id in ids.Where(id => !found.ContainsKey(id))) await Console.Error.WriteLineAsync($"{id} is not known there; what the cache holds of it stays");
    }
}
