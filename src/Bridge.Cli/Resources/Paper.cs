namespace Bridge.Cli.Resources;

/// <summary>Where a paper is, by one of the names that it has.</summary>
/// <param name="Kind">The key in the file: acl_id, arxiv_id, doi, semantic_scholar_id, pdf.</param>
/// <param name="Id">The name.</param>
internal sealed record Paper(string Kind, string Id)
{
    /// <summary>The name as Semantic Scholar's interface takes it; null for a bare file.</summary>
    public string? ScholarId => Kind switch
    {
        "acl_id" => $"ACL:{Id}",
        "arxiv_id" => $"ARXIV:{Id}",
        "doi" => $"DOI:{Id}",
        "semantic_scholar_id" => Id,
        _ => null,
    };

    public string Link => Kind switch
    {
        "acl_id" => $"https://aclanthology.org/{Id}.pdf",
        "arxiv_id" => $"https://arxiv.org/pdf/{Id}",
        "doi" => $"https://doi.org/{Id}",
        "semantic_scholar_id" => $"https://www.semanticscholar.org/paper/{Id}",
        _ => Id,
    };

    /// <summary>The year in the name, where it holds one.</summary>
    public int? Year => Kind switch
    {
        "arxiv_id" when Id.Length > 4 && int.TryParse(Id.AsSpan(0, 2), out var year) && Id[4] == '.' => 2000 + year,
        "acl_id" when Id.Length > 4 && int.TryParse(Id.AsSpan(0, 4), out var year) => year,
        // Names before 2020: D19-1165. The anthology starts in 1965.
        "acl_id" when Id.Length > 4 && Id[3] == '-' && int.TryParse(Id.AsSpan(1, 2), out var year) => year < 65 ? 2000 + year : 1900 + year,
        _ => null,
    };
}
