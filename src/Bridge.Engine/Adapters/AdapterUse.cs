namespace Bridge.Engine;

/// <summary>An adapter that took part in a call.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Digest">The version that answered.</param>
/// <param name="SiteCount">In how many places of the model it acted.</param>
public sealed record AdapterUse(string Name, string Digest, int SiteCount);
