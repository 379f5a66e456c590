using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Bridge.Core;

namespace Bridge.Cli.Resources;

/// <summary>A catalogue as Markdown, put into a template: {0} the number of resources, {1} a table of contents, {2} the entries.</summary>
internal sealed partial class CatalogueMarkdown(PaperCache? cache)
{
    private readonly Dictionary<string, int> _anchors = new(StringComparer.Ordinal);
    private readonly StringBuilder _contents = new();
    private readonly StringBuilder _entries = new();

    public static string Fill(string template, IReadOnlyList<ResourceSection> sections, PaperCache? cache)
    {
        foreach (var place in new[] { "{0}", "{1}", "{2}" })
            if (!template.Contains(place, StringComparison.Ordinal))
                throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"the template lacks {place}; it has places for the number {{0}}, the contents {{1}} and the entries {{2}}", ("missing", place), ("allowed", "{0}, {1}, {2}"));
        var markdown = new CatalogueMarkdown(cache);
        // GitHub numbers equal headings through the whole page, the template's among them.
        foreach (Match heading in Headings().Matches(template[..template.IndexOf("{2}", StringComparison.Ordinal)])) markdown.Anchor(heading.Groups[1].Value);
        foreach (var section in sections) markdown.Section(section, 0);
        var count = sections.SelectMany(s => s.All).Count().ToString(CultureInfo.InvariantCulture);
        return Places().Replace(template, match => match.Value switch { "{0}" => count, "{1}" => markdown._contents.ToString().TrimEnd(), _ => markdown._entries.ToString().Trim() });
    }

    /// <summary>One entry, for pages about methods.</summary>
    public static string Line(ResourceItem item, PaperCache? cache)
    {
        var year = YearOf(item, cache?.Find(item.Paper));
        return $"- {item.Title}{(year is { } y ? $" ({y})" : "")}: {string.Join(", ", Links(item, null).Select(l => $"[{l.Name.ToLowerInvariant()}]({l.Address})"))}";
    }

    private void Section(ResourceSection section, int depth)
    {
        _contents.Append(' ', 2 * depth).Append("- [").Append(section.Title).Append("](#").Append(Anchor(section.Title)).Append(")\n");
        _entries.Append('#', depth + 2).Append(' ').Append(section.Title).Append("\n\n");
        if (section.Description is { } description) _entries.Append(description.Trim()).Append("\n\n");
        foreach (var item in section.Items.OrderBy(i => i.Index).ThenBy(i => YearOf(i, cache?.Find(i.Paper)) ?? int.MaxValue).ThenBy(i => i.Title, StringComparer.Ordinal)) Entry(item);
        foreach (var inner in section.Sections) Section(inner, depth + 1);
    }

    private void Entry(ResourceItem item)
    {
        var known = cache?.Find(item.Paper);
        _entries.Append("- **").Append(Html(item.Title)).Append("**");
        if (item.Repository is { } repository) _entries.Append($"&nbsp; [![stars](https://img.shields.io/github/stars/{repository}?style=flat)](https://github.com/{repository})");
        _entries.Append("\n\n");
        var venue = known?.Venue ?? item.Venue;
        if (venue is not null) _entries.Append($"  _{Html(venue)}_\n\n");
        var authors = known is { Authors.Count: > 0 } ? known.Authors : item.Authors;
        var year = YearOf(item, known);
        if (authors.Count > 0 || year is not null) _entries.Append($"  {Html(string.Join(", ", authors))}{(year is { } y ? $"{(authors.Count > 0 ? " " : "")}({y})" : "")}\n\n");
        if (known?.Tldr is { } tldr) _entries.Append($"  <details>\n    <summary>TLDR</summary>\n    {Html(tldr.ReplaceLineEndings(" "))}\n  </details>\n\n");
        _entries.Append("  ").AppendJoin("&nbsp; ", Links(item, known).Select(l => $"[[{l.Name}]]({l.Address})")).Append("\n\n");
    }

    private static IEnumerable<(string Name, string Address)> Links(ResourceItem item, PaperRecord? known)
    {
        if (item.Paper is { } paper) yield return ("Paper", paper.Link);
        if (item.Code is { } code) yield return ("Code", code);
        if (item.Website is { } website) yield return ("Website", website);
        if (known?.Url is { } scholar && Uri.TryCreate(scholar, UriKind.Absolute, out var whole) && whole.Scheme == Uri.UriSchemeHttps && scholar.AsSpan().IndexOfAny(" ()<>") < 0) yield return ("Semantic Scholar", scholar);
    }

    private static int? YearOf(ResourceItem item, PaperRecord? known) => known?.Year ?? item.Year ?? item.Paper?.Year;

    // As GitHub makes them of headings: lower case, blanks as dashes, no punctuation, equal ones numbered.
    private string Anchor(string title)
    {
        var text = string.Concat(title.ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')).Replace(' ', '-');
        var seen = _anchors.GetValueOrDefault(text);
        _anchors[text] = seen + 1;
        return seen == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text}-{seen}");
    }

    // What others wrote must not open or close elements of the page.
    private static string Html(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    [GeneratedRegex(@"^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*\r?$", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex(@"\{[012]\}")]
    private static partial Regex Places();
}
