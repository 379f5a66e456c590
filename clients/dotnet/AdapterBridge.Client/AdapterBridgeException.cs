using Grpc.Core;

namespace AdapterBridge.Client;

/// <summary>An error of the service, or of the way to it. Look at <see cref="Code"/> for its kind and at <see cref="Reason"/> for the precise cause.</summary>
public sealed class AdapterBridgeException : Exception
{
    /// <summary>Makes one.</summary>
    public AdapterBridgeException(
        StatusCode code,
        string reason,
        string message,
        IReadOnlyDictionary<string, string>? metadata = null,
        IReadOnlyList<FieldViolation>? violations = null,
        TimeSpan? retryDelay = null,
        Exception? inner = null)
        : base(message, inner)
    {
        Code = code;
        Reason = reason;
        Metadata = metadata ?? new Dictionary<string, string>();
        Violations = violations ?? [];
        RetryDelay = retryDelay;
    }

    /// <summary>The kind of error, google.rpc.Code.</summary>
    public StatusCode Code { get; }

    /// <summary>The cause, one of the names of <c>ErrorReason</c> in error_reason.proto, such as ADAPTER_NOT_FOUND; empty where the service did not answer.</summary>
    public string Reason { get; }

    /// <summary>Every value that the message names.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>All that is wrong with the request.</summary>
    public IReadOnlyList<FieldViolation> Violations { get; }

    /// <summary>When the service says to try again.</summary>
    public TimeSpan? RetryDelay { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Message} [{Code}{(Reason.Length > 0 ? "/" + Reason : "")}]{Environment.NewLine}{StackTrace}";
}
