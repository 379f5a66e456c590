namespace AdapterBridge.Client;

/// <summary>An adapter that acted in a call.</summary>
/// <param name="Adapter">Its id.</param>
/// <param name="Digest">The digest of its version.</param>
/// <param name="SiteCount">In how many places it acted.</param>
public sealed record AdapterUse(string Adapter, string Digest, int SiteCount)
{
    internal static IReadOnlyList<AdapterUse> From(IEnumerable<Wire.AdapterUse> uses) => [.. uses.Select(u => new AdapterUse(u.Adapter, u.Digest, u.SiteCount))];
}
