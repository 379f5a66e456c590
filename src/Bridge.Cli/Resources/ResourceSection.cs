namespace Bridge.Cli.Resources;

/// <summary>A section of the catalogue with its items and sections of its own.</summary>
internal sealed record ResourceSection(string Title, int Index, string? Description, IReadOnlyList<ResourceItem> Items, IReadOnlyList<ResourceSection> Sections)
{
    /// <summary>Its items and those below it.</summary>
    public IEnumerable<ResourceItem> All => Items.Concat(Sections.SelectMany(s => s.All));
}
