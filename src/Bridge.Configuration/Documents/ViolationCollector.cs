using System.Globalization;
using Bridge.Core;

namespace Bridge.Configuration;

/// <summary>Gathers all that is wrong before one error tells it.</summary>
internal sealed class ViolationCollector
{
    // A text of a million mistakes is answered with the first of them.
    private const int Most = 64;
    private readonly List<ConfigViolation> _found = [];

    /// <summary>How many there are, those not kept included.</summary>
    public int Count { get; private set; }

    /// <summary>Whether further ones are counted only; describing them may be left out.</summary>
    public bool IsFull => _found.Count >= Most;

    public void Add(ConfigViolation violation) => Add(() => violation);

    /// <summary>Adds what is described only if it is kept.</summary>
    public void Add(Func<ConfigViolation> describe)
    {
        Count++;
        if (IsFull) return;
        var violation = describe();
        _found.Add(violation with { Field = Clipped.Text(violation.Field), Description = Clipped.Text(violation.Description, 800), Found = violation.Found is { } found ? Clipped.Text(found) : null });
    }

    /// <summary>Does nothing when nothing is wrong.</summary>
    /// <param name="subject">What was read, for the message: <c>configuration "lora[x=1]"</c>.</param>
    public void ThrowIfAny(string subject)
    {
        if (_found.Count == 0) return;
        // Text that cannot be read comes first: the rest may follow from it. Otherwise the order is that of the text.
        var first = _found.Find(v => v.Reason == ErrorReason.ConfigSyntax) ?? _found[0];
        subject = Clipped.Text(subject);
        var metadata = new Dictionary<string, string> { ["configuration"] = subject, ["field"] = first.Field, ["violations"] = Count.ToString(CultureInfo.InvariantCulture) };
        if (first.Position is { } position) metadata["position"] = position.ToString(CultureInfo.InvariantCulture);
        if (first.Nearest is { } nearest) metadata["nearest"] = nearest;
        if (first.Found is { } value) metadata["found"] = value;
        if (first.Allowed is { } allowed) metadata["allowed"] = allowed;
        var more = Count > 1 ? $" (and {Count - 1} more)" : "";
        throw new BridgeException(ErrorCode.InvalidArgument, first.Reason, $"configuration {subject}: {first.Field}: {Text(first)}{more}", metadata,
            [.. _found.Select(v => new Violation(v.Field, Text(v)))]);
    }

    private static string Text(ConfigViolation violation)
    {
        var text = violation.Position is { } position ? $"at {position}: {violation.Description}" : violation.Description;
        return violation.Nearest is { } nearest ? $"{text}; did you mean {nearest}?" : text;
    }
}
