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

    /// <summary>
    /// CHECKPOINT_MISMATCH that names everything wrong, unless nothing is. With <paramref name="allowPartial"/> missing and unexpected tensors are only reported.
    /// </summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="what">What it should hold: "the adapter that its configuration describes".</param>
    /// <param name="allowPartial">Whether missing and unexpected tensors are let pass.</param>
    public void Require(string path, string what, bool allowPartial = false)
    {
        var wrong = allowPartial ? Mismatched : Violations;
        if (wrong.Count == 0) return;
        throw new BridgeException(ErrorCode.FailedPrecondition, ErrorReason.CheckpointMismatch,
            $"\"{path}\" does not hold {what}: {wrong[0].Field}: {wrong[0].Description}" + (wrong.Count > 1 ? $" (and {wrong.Count - 1} more)" : ""),
            new Dictionary<string, string>
            {
                ["path"] = path,
                ["missing"] = string.Join(", ", Missing),
                ["mismatched"] = string.Join(", ", Mismatched.Select(v => v.Field)),
                ["violations"] = string.Join("; ", wrong.Select(v => $"{v.Field}: {v.Description}")),
            },
            wrong);
    }
}
