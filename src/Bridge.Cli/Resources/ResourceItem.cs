namespace Bridge.Cli.Resources;

/// <summary>A paper, a tool or both.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Paper">The paper, or null.</param>
/// <param name="Code">Where its source is, or null.</param>
/// <param name="Website">Where it is at home, or null.</param>
/// <param name="Tags">Words to find it by; names of methods among them.</param>
/// <param name="Index">Place in its section before the year decides; 0 where none is given.</param>
/// <param name="Year">When it came out, where the file says so.</param>
/// <param name="Venue">Where it came out, where the file says so.</param>
/// <param name="Authors">Who wrote it, where the file says so.</param>
internal sealed record ResourceItem(string Title, Paper? Paper, string? Code, string? Website, IReadOnlyList<string> Tags, int Index, int? Year, string? Venue, IReadOnlyList<string> Authors)
{
    /// <summary>owner/name of code on GitHub.</summary>
    public string? Repository
    {
        get
        {
            const string host = "https://github.com/";
            if (Code is null || !Code.StartsWith(host, StringComparison.OrdinalIgnoreCase)) return null;
            var parts = Code[host.Length..].TrimEnd('/').Split('/');
            return parts.Length >= 2 ? $"{parts[0]}/{(parts[1].EndsWith(".git", StringComparison.Ordinal) ? parts[1][..^4] : parts[1])}" : null;
        }
    }
}
