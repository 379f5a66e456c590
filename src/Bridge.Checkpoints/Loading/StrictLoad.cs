using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>Holds a file against what is expected of it, before anything is changed.</summary>
public static class StrictLoad
{
    /// <summary>
    /// Finds every expected tensor. <paramref name="rename"/> turns a name of the file into an expected one (null: the file's tensor is passed over). Unless
    /// <paramref name="allowPartial"/>, any missing, unexpected or misshapen tensor is CHECKPOINT_MISMATCH, which names all of them; with it, missing and unexpected ones are
    /// only reported. A wrong shape or two tensors of one name are refused in any case.
    /// </summary>
    public static StrictLoadResult Match(
        IEnumerable<(string Name, Shape Shape)> expected, ITensorSource source, Func<string, string?>? rename = null, bool allowPartial = false)
    {
        var fileNames = new Dictionary<string, string>(StringComparer.Ordinal);
        var twice = new List<Violation>();
        foreach (var name in source.Names)
        {
            var wanted = rename is null ? name : rename(name);
            if (wanted is not null && !fileNames.TryAdd(wanted, name))
                twice.Add(new Violation(wanted, $"both \"{fileNames[wanted]}\" and \"{name}\" of the file go by this name; allowed: one"));
        }
        var tensors = new Dictionary<string, TensorView>(StringComparer.Ordinal);
        var missing = new List<string>();
        var misshapen = new List<Violation>();
        foreach (var (name, shape) in expected)
        {
            if (!fileNames.Remove(name, out var fileName) || source.Find(fileName) is not { } view) missing.Add(name);
            else if (view.Shape == shape) tensors.Add(name, view);
            else misshapen.Add(new Violation(name, $"shape {view.Shape}; allowed: {shape}"));
        }
        var report = new LoadReport([.. tensors.Keys], missing, [.. fileNames.Values]) { Mismatched = [.. misshapen, .. twice] };
        if (report.Mismatched.Count > 0 || (!allowPartial && !report.IsComplete)) throw Mismatch(source.Path, allowPartial ? report.Mismatched : report.Violations);
        return new StrictLoadResult(tensors, report);
    }

    private static BridgeException Mismatch(string path, IReadOnlyList<Violation> violations)
    {
        const int Named = 20;
        var list = string.Join("; ", violations.Take(Named).Select(violation => $"{violation.Field}: {violation.Description}"));
        if (violations.Count > Named) list += $"; and {violations.Count - Named} more";
        return new BridgeException(ErrorCode.FailedPrecondition, ErrorReason.CheckpointMismatch, $"\"{path}\" does not fit: {list}",
            new Dictionary<string, string> { ["file"] = path, ["violations"] = list }, violations);
    }
}
