namespace Bridge.Engine;

/// <summary>Whether a method works.</summary>
/// <param name="Method">Its identifier.</param>
/// <param name="Title">What it is.</param>
/// <param name="Paper">The arXiv number of its paper.</param>
/// <param name="Supported">Whether it can be created.</param>
/// <param name="Why">Why not; empty where it can.</param>
/// <param name="ConfigString">A configuration with its defaults.</param>
public sealed record MethodCapability(string Method, string Title, string Paper, bool Supported, string Why, string ConfigString);
