namespace Bridge.Checkpoints;

/// <summary>What loading found.</summary>
/// <param name="Used">Tensors of the file that were loaded.</param>
/// <param name="Missing">Tensors that were expected and not there; they keep fresh values.</param>
/// <param name="Unexpected">Tensors of the file that nothing asked for.</param>
public sealed record LoadReport(IReadOnlyList<string> Used, IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected);
