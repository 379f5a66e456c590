using System.Reflection;

namespace Bridge.Cli.Resources;

/// <summary>The catalogue of docs/resources, which lies in the program.</summary>
internal static class BuiltInCatalogue
{
    private static readonly Lazy<IReadOnlyList<ResourceSection>> Sections = new(Read);

    /// <summary>The entries that name a method among their tags, oldest first.</summary>
    public static IReadOnlyList<ResourceItem> Of(string method) =>
        [.. Sections.Value.SelectMany(s => s.All).Where(i => i.Tags.Contains(method)).OrderBy(i => i.Year ?? i.Paper?.Year ?? int.MaxValue).ThenBy(i => i.Title, StringComparer.Ordinal)];

    private static IReadOnlyList<ResourceSection> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return CatalogueReader.Read(assembly.GetManifestResourceNames().Where(n => n.StartsWith("resources/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return (name, reader.ReadToEnd());
        }).ToList());
    }
}
