namespace Bridge.Cli.Resources;

/// <summary>What Semantic Scholar knows of a paper.</summary>
internal sealed record PaperRecord(string? Title, string? Venue, int? Year, IReadOnlyList<string> Authors, string? Tldr, string? Url);
