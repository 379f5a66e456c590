using System.Globalization;
using Bridge.Core;

namespace Bridge.Configuration;

/// <summary>Gathers all that is wrong before one error tells it.</summary>
internal sealed class ViolationCollector
{
    private readonly List<ConfigViolation> _found = [];

    public int Count => _found.Count;

    public void Add(ConfigViolation violation) => _found.Add(violation);

    /// <summary>Does nothing when nothing is wrong.</summary>
    /// <param name="subject">What was read, for the message: <c>configuration "lora[x=1]"</c>.</param>
    public void ThrowIfAny(string subject)
    {
        if (_found.Count == 0) return;
        // Text that cannot be read comes first: the rest may follow from it. Otherwise the order is that of the text.
        var first = _found.Find(v => v.Reason == ErrorReason.ConfigSyntax) ?? _found[0];
        var metadata = new Dictionary<string, string> { ["configuration"] = subject, ["field"] = first.Field, ["violations"] = _found.Count.ToString(CultureInfo.InvariantCulture) };
        if (first.Position is { } position) metadata["position"] = position.ToString(CultureInfo.InvariantCulture);
        if (first.Nearest is { } nearest) metadata["nearest"] = nearest;
        if (first.Found is { } value) metadata["found"] = value;
        if (first.Allowed is { } allowed) metadata["allowed"] = allowed;
        var more = _found.Count > 1 ? $" (and {_found.Count - 1} more)" : "";
        throw new BridgeException(ErrorCode.InvalidArgument, first.Reason, $"configuration {subject}: {first.Field}: {Text(first)}{more}", metadata,
            [.. _found.Select(v => new Violation(v.Field, Text(v)))]);
    }

    private static string Text(ConfigViolation violation)
    {
        var text = violation.Position is { } position ? $"at {position}: {violation.Description}" : violation.Description;
        return violation.Nearest is { } nearest ? $"{text}; did you mean {nearest}?" : text;
    }
}
