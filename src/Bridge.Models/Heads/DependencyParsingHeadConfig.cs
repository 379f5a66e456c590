namespace Bridge.Models.Heads;

/// <summary>
/// Dependency parsing (Glavas and Vulic 2021, arXiv:2008.06788; biaffine scores of Dozat and Manning 2017): for each word its head among the words and the root, and the relation
/// to it. A word's state is the mean of its tokens', the root's that of the first token.
/// </summary>
/// <param name="NumLabels">How many relations, at least 1.</param>
public sealed record DependencyParsingHeadConfig(int NumLabels = 2) : HeadConfig
{
    /// <inheritdoc/>
    public override string HeadType => "dependency_parsing";
}
