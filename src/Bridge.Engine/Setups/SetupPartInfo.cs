namespace Bridge.Engine;

/// <summary>A part of a setup's folder.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Config">What it is made of, as text; empty for token embeddings.</param>
/// <param name="Digest">SHA-256 over its tensors; empty where it is missing.</param>
/// <param name="ParameterCount">Numbers in its tensors.</param>
/// <param name="Active">Whether the setup names it.</param>
/// <param name="Missing">Whether the setup names it and the folder lacks it.</param>
public sealed record SetupPartInfo(SetupPartKind Kind, string Name, string Config, string Digest, long ParameterCount, bool Active, bool Missing);
