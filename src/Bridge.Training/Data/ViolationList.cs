using Bridge.Core;

namespace Bridge.Training.Data;

/// <summary>Collects what is wrong with rows: lists up to the cap, counts all.</summary>
internal sealed class ViolationList(TextDatasetOptions options)
{
    private const int MaxShown = 80;
    private readonly List<Violation> _violations = [];

    public int Total { get; private set; }

    public void Add(string field, string description)
    {
        Total++;
        if (_violations.Count < options.MaxViolations) _violations.Add(new Violation(field, description));
    }

    /// <summary>Throws DATA_INVALID if there is any.</summary>
    public void ThrowIfAny()
    {
        if (Total == 0) return;
        var first = _violations.Count > 0 ? $": {_violations[0].Field}: {_violations[0].Description}" : "";
        var more = Total > 1 ? $" (and {Total - 1} more)" : "";
        throw new BridgeException(
            ErrorCode.InvalidArgument,
            ErrorReason.DataInvalid,
            $"data \"{options.Name}\" has {Total} {(Total == 1 ? "violation" : "violations")}{first}{more}",
            new Dictionary<string, string>
            {
                ["data"] = options.Name,
                ["violations"] = Total.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["field"] = _violations.Count > 0 ? _violations[0].Field : "",
                ["description"] = _violations.Count > 0 ? _violations[0].Description : "",
            },
            _violations);
    }

    /// <summary>A value cut to a length that fits a message.</summary>
    public static string Show(string text) => text.Length <= MaxShown ? text : string.Concat(text.AsSpan(0, MaxShown), "…");
}
