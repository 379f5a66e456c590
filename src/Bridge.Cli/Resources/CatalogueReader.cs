using System.Globalization;
using System.Text.RegularExpressions;
using Bridge.Core;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Bridge.Cli.Resources;

/// <summary>Reads the files of a catalogue. Everything that is wrong in any of them is told at once, with file and line.</summary>
internal sealed partial class CatalogueReader
{
    // Markdown has six levels of headings and the page's title takes the first. It also ends files whose aliases put a section into itself.
    private const int Levels = 5;

    private static readonly string[] SectionKeys = ["title", "index", "description", "items", "sections"];
    private static readonly string[] ItemKeys = ["title", "paper", "code", "website", "tags", "index", "year", "venue", "authors"];
    private static readonly (string Key, Regex Pattern)[] Papers = [("acl_id", Acl()), ("arxiv_id", Arxiv()), ("doi", Doi()), ("semantic_scholar_id", Scholar()), ("pdf", Url())];

    private readonly List<Violation> _violations = [];
    private readonly Dictionary<string, string> _titles = new(StringComparer.OrdinalIgnoreCase);
    private string _file = "";

    /// <summary>The sections of a folder's .yaml files, in order. DATA_INVALID with all violations; FILE_NOT_FOUND.</summary>
    public static IReadOnlyList<ResourceSection> ReadFolder(string folder)
    {
        var files = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal).ToList() : [];
        if (files.Count == 0) throw BridgeException.NotFound(ErrorReason.FileNotFound, $"\"{folder}\" holds no .yaml file", ("path", folder));
        return Read(files.Select(f => (Path.GetFileName(f), File.ReadAllText(f))));
    }

    /// <summary>The sections of files given as name and text.</summary>
    public static IReadOnlyList<ResourceSection> Read(IEnumerable<(string Name, string Text)> files)
    {
        var reader = new CatalogueReader();
        var sections = files.Select(f => reader.Parse(f.Name, f.Text)).OfType<ResourceSection>().OrderBy(s => s.Index).ThenBy(s => s.Title, StringComparer.Ordinal).ToList();
        if (reader._violations.Count == 0) return sections;
        throw new BridgeException(ErrorCode.InvalidArgument, ErrorReason.DataInvalid, $"the catalogue has {reader._violations.Count} violation(s): {reader._violations[0].Field}: {reader._violations[0].Description}",
            new Dictionary<string, string> { ["violations"] = reader._violations.Count.ToString(CultureInfo.InvariantCulture) }, reader._violations);
    }

    private ResourceSection? Parse(string name, string text)
    {
        _file = name;
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count == 1) return Section(stream.Documents[0].RootNode, 1);
            _violations.Add(new Violation($"{name}:1", $"found {stream.Documents.Count} documents; one is needed"));
        }
        catch (YamlException error)
        {
            _violations.Add(new Violation($"{name}:{error.Start.Line}", error.Message));
        }
        return null;
    }

    private ResourceSection? Section(YamlNode node, int level)
    {
        if (level > Levels)
        {
            Add(node, $"the section lies {level} deep; headings go {Levels} deep");
            return null;
        }
        if (Map(node, "a section", SectionKeys) is not { } map) return null;
        return new ResourceSection(Required(map, node, "title") ?? "", Whole(map, "index") ?? 0, Text(map, "description"),
            [.. List(map, "items").Select(Item).OfType<ResourceItem>()],
            [.. List(map, "sections").Select(s => Section(s, level + 1)).OfType<ResourceSection>().OrderBy(s => s.Index).ThenBy(s => s.Title, StringComparer.Ordinal)]);
    }

    private ResourceItem? Item(YamlNode node)
    {
        if (Map(node, "an item", ItemKeys) is not { } map) return null;
        var title = Required(map, node, "title");
        if (title is not null && !_titles.TryAdd(title, Place(node))) Add(node, $"the title \"{title}\" stands at {_titles[title]} too");
        var (code, website) = (Link(map, "code"), Link(map, "website"));
        var paper = map.TryGetValue("paper", out var given) ? PaperOf(given) : null;
        if (given is null && code is null && website is null) Add(node, "there is neither paper nor code nor website; at least one is needed");
        var tags = List(map, "tags").Select(Scalar).OfType<string>().ToList();
        return title is null ? null : new ResourceItem(title, paper, code, website, tags, Whole(map, "index") ?? 0, Whole(map, "year"), Text(map, "venue"), [.. List(map, "authors").Select(Scalar).OfType<string>()]);
    }

    private Paper? PaperOf(YamlNode node)
    {
        if (Map(node, "a paper", [.. Papers.Select(p => p.Key)]) is not { Count: > 0 } map)
        {
            if (node is YamlMappingNode) Add(node, $"the paper has no name; one of {string.Join(", ", Papers.Select(p => p.Key))} is needed");
            return null;
        }
        var found = map.Where(m => Papers.Any(p => p.Key == m.Key)).Select(m => (m.Key, m.Value, Id: Scalar(m.Value))).Where(m => m.Id is not null).ToList();
        foreach (var (key, value, id) in found)
            if (!Papers.First(p => p.Key == key).Pattern.IsMatch(id!)) Add(value, $"{key} \"{id}\" is malformed");
        // A bare file says nothing to Semantic Scholar: any other name goes before it.
        return found.OrderBy(f => f.Key == "pdf").Select(f => new Paper(f.Key, f.Id!)).FirstOrDefault();
    }

    private Dictionary<string, YamlNode>? Map(YamlNode node, string what, string[] keys)
    {
        if (node is not YamlMappingNode mapping)
        {
            Add(node, $"found {Kind(node)}; {what} is a mapping");
            return null;
        }
        var map = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach (var (key, value) in mapping.Children)
        {
            var name = Scalar(key) ?? "";
            if (!keys.Contains(name)) Add(key, $"there is no key \"{name}\"; {what} has {string.Join(", ", keys)}");
            else map[name] = value;
        }
        return map;
    }

    private string? Required(Dictionary<string, YamlNode> map, YamlNode owner, string key)
    {
        if (Text(map, key) is { Length: > 0 } text) return text;
        if (!map.ContainsKey(key)) Add(owner, $"\"{key}\" is missing");
        return null;
    }

    private string? Text(Dictionary<string, YamlNode> map, string key) => map.TryGetValue(key, out var node) ? Scalar(node) : null;

    private string? Link(Dictionary<string, YamlNode> map, string key)
    {
        if (Text(map, key) is not { } text) return null;
        if (!Url().IsMatch(text)) Add(map[key], $"{key} \"{text}\" is no address (https://...)");
        return text;
    }

    private int? Whole(Dictionary<string, YamlNode> map, string key)
    {
        if (Text(map, key) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        Add(map[key], $"{key} \"{text}\" is no whole number");
        return null;
    }

    private IEnumerable<YamlNode> List(Dictionary<string, YamlNode> map, string key)
    {
        if (!map.TryGetValue(key, out var node)) return [];
        if (node is YamlSequenceNode list) return list.Children;
        Add(node, $"found {Kind(node)}; {key} is a list");
        return [];
    }

    private string? Scalar(YamlNode node)
    {
        if (node is YamlScalarNode { Value.Length: > 0 } scalar) return scalar.Value;
        Add(node, $"found {Kind(node)}; a text is needed");
        return null;
    }

    private void Add(YamlNode node, string description) => _violations.Add(new Violation(Place(node), description));

    private string Place(YamlNode node) => $"{_file}:{node.Start.Line}";

    private static string Kind(YamlNode node) => node switch { YamlMappingNode => "a mapping", YamlSequenceNode => "a list", YamlScalarNode { Value.Length: > 0 } s => $"\"{s.Value}\"", _ => "nothing" };

    [GeneratedRegex(@"^([A-Z]\d{2}-\d{4}|\d{4}\.[a-z0-9]+-[a-z0-9]+\.\d+)$")]
    private static partial Regex Acl();

    [GeneratedRegex(@"^\d{4}\.\d{4,5}(v\d+)?$")]
    private static partial Regex Arxiv();

    [GeneratedRegex(@"^10\.\d{4,9}/\S+$")]
    private static partial Regex Doi();

    [GeneratedRegex("^[0-9a-f]{40}$")]
    private static partial Regex Scholar();

    [GeneratedRegex(@"^https?://[^\s/]+\.[^\s/]+(/\S*)?$")]
    private static partial Regex Url();
}
