using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>What loading found.</summary>
/// <param name="Used">Tensors that were expected and are there, with the right shape.</param>
/// <param name="Missing">Tensors that were expected and are not there; they keep fresh values.</param>
/// <param name="Unexpected">Tensors of the file that nothing asked for.</param>
public sealed record LoadReport(IReadOnlyList<string> Used, IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected)
{
    /// <summary>Tensors that are there with another shape: what was found and what is allowed.</summary>
    public IReadOnlyList<Violation> Mismatched { get; init; } = [];

    /// <summary>Whether everything expected was found and nothing else.</summary>
    public bool IsComplete => Missing.Count == 0 && Unexpected.Count == 0 && Mismatched.Count == 0;

    /// <summary>All that is wrong, one entry a tensor.</summary>
    public IReadOnlyList<Violation> Violations =>
        [.. Missing.Select(name => new Violation(name, "missing")), .. Mismatched, .. Unexpected.Select(name => new Violation(name, "not expected"))];
}
