using Bridge.Core;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Status = Google.Rpc.Status;

namespace Bridge.Api;

/// <summary>The one place where errors become <see cref="Status"/>; every front door sends what stands here.</summary>
public static class StatusMapper
{
    /// <summary>The domain of every reason.</summary>
    public const string Domain = "bridge";

    private const int MaxViolations = 200;
    private const int MaxText = 2048;

    /// <summary>The error as a status with its details.</summary>
    /// <param name="error">Any exception.</param>
    /// <param name="detailed">Whether the text of unexpected errors and their stacks may be told.</param>
    public static Status ToStatus(Exception error, bool detailed = false) => error switch
    {
        BridgeException bridge => ToStatus(bridge, detailed),
        OperationCanceledException => new Status { Code = (int)Code.Cancelled, Message = "the call was cancelled" },
        InvalidProtocolBufferException => ToStatus(BridgeException.Invalid(ErrorReason.ArgumentInvalid, "the request's bytes are not the message that the method takes"), detailed),
        _ => ToStatus(new BridgeException(ErrorCode.Internal, ErrorReason.InvariantBroken, "an unexpected error", inner: error), detailed),
    };

    private static Status ToStatus(BridgeException error, bool detailed)
    {
        var status = new Status { Code = (int)error.Code, Message = Cut(error.Message) };
        var info = new ErrorInfo { Reason = error.Reason.WireName(), Domain = Domain };
        foreach (var (key, value) in error.Metadata) info.Metadata[key] = Cut(value);
        status.Details.Add(Any.Pack(info));
        if (error.Code == ErrorCode.InvalidArgument && error.Violations.Count > 0) status.Details.Add(Any.Pack(BadRequest(error)));
        if (error.Code == ErrorCode.ResourceExhausted) status.Details.Add(Any.Pack(Quota(error)));
        if (error.Code == ErrorCode.FailedPrecondition) status.Details.Add(Any.Pack(Precondition(error)));
        if (error.Code == ErrorCode.Unavailable) status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromSeconds(1)) }));
        if (detailed) status.Details.Add(Any.Pack(Debug(error)));
        return status;
    }

    private static BadRequest BadRequest(BridgeException error)
    {
        var bad = new BadRequest();
        bad.FieldViolations.AddRange(error.Violations.Take(MaxViolations).Select(v => new BadRequest.Types.FieldViolation { Field = v.Field, Description = Cut(v.Description) }));
        return bad;
    }

    private static QuotaFailure Quota(BridgeException error)
    {
        var subject = error.Metadata.TryGetValue("queue", out var queue) ? $"queue:{queue}" : error.Reason == ErrorReason.DiskFull ? "disk" : "memory";
        return new QuotaFailure { Violations = { new QuotaFailure.Types.Violation { Subject = subject, Description = Cut(error.Message) } } };
    }

    private static PreconditionFailure Precondition(BridgeException error)
    {
        var failure = new PreconditionFailure();
        var type = error.Reason.WireName();
        if (error.Violations.Count == 0) failure.Violations.Add(new PreconditionFailure.Types.Violation { Type = type, Subject = Subject(error), Description = Cut(error.Message) });
        failure.Violations.AddRange(error.Violations.Take(MaxViolations).Select(v => new PreconditionFailure.Types.Violation { Type = type, Subject = v.Field, Description = Cut(v.Description) }));
        return failure;
    }

    private static string Subject(BridgeException error)
    {
        foreach (var (_, value) in error.Metadata) return Cut(value);
        return "";
    }

    private static DebugInfo Debug(BridgeException error)
    {
        var debug = new DebugInfo { Detail = Cut((error.InnerException ?? error).ToString()) };
        debug.StackEntries.AddRange((error.StackTrace ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(50));
        return debug;
    }

    // A trailer has little room.
    private static string Cut(string text) => text.Length <= MaxText ? text : string.Concat(text.AsSpan(0, MaxText), "…");
}
