namespace Bridge.Core;

/// <summary>
/// The one error of the engine: facts first, text derived. Every value that the message names stands in <see cref="Metadata"/> too, so that
/// programs need not read the message.
/// </summary>
public sealed class BridgeException : Exception
{
    /// <summary>An error with its facts.</summary>
    public BridgeException(
        ErrorCode code,
        ErrorReason reason,
        string message,
        IReadOnlyDictionary<string, string>? metadata = null,
        IReadOnlyList<Violation>? violations = null,
        Exception? inner = null)
        : base(message, inner)
    {
        Code = code;
        Reason = reason;
        Metadata = metadata ?? new Dictionary<string, string>();
        Violations = violations ?? [];
    }

    /// <summary>What kind of error.</summary>
    public ErrorCode Code { get; }

    /// <summary>The precise reason.</summary>
    public ErrorReason Reason { get; }

    /// <summary>Names and values that the message speaks of.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>All that is wrong with the request, where several things can be.</summary>
    public IReadOnlyList<Violation> Violations { get; }

    /// <summary>INVALID_ARGUMENT with facts given as (name, value) pairs.</summary>
    public static BridgeException Invalid(ErrorReason reason, string message, params ReadOnlySpan<(string Key, object? Value)> facts) =>
        Of(ErrorCode.InvalidArgument, reason, message, facts);

    /// <summary>INVALID_ARGUMENT for one field of a request, which is its violation too.</summary>
    public static BridgeException Field(string field, ErrorReason reason, string message) =>
        new(ErrorCode.InvalidArgument, reason, message, new Dictionary<string, string> { ["field"] = field }, [new Violation(field, message)]);

    /// <summary>NOT_FOUND with facts given as (name, value) pairs.</summary>
    public static BridgeException NotFound(ErrorReason reason, string message, params ReadOnlySpan<(string Key, object? Value)> facts) =>
        Of(ErrorCode.NotFound, reason, message, facts);

    /// <summary>DATA_LOSS / CHECKPOINT_CORRUPT with facts given as (name, value) pairs.</summary>
    public static BridgeException Corrupt(string message, params ReadOnlySpan<(string Key, object? Value)> facts) =>
        Of(ErrorCode.DataLoss, ErrorReason.CheckpointCorrupt, message, facts);

    /// <summary>FAILED_PRECONDITION with facts given as (name, value) pairs.</summary>
    public static BridgeException Precondition(ErrorReason reason, string message, params ReadOnlySpan<(string Key, object? Value)> facts) =>
        Of(ErrorCode.FailedPrecondition, reason, message, facts);

    /// <summary>Any code with facts given as (name, value) pairs.</summary>
    public static BridgeException Of(ErrorCode code, ErrorReason reason, string message, params ReadOnlySpan<(string Key, object? Value)> facts)
    {
        var metadata = new Dictionary<string, string>(facts.Length);
        foreach (var (key, value) in facts)
            metadata[key] = Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "";
        return new BridgeException(code, reason, message, metadata);
    }
}
