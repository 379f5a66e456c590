using Bridge.Core;

namespace Bridge.Engine.Jobs.Records;

/// <summary>An error by its facts; what caused it stays behind.</summary>
internal sealed record ErrorLine(ErrorCode Code, ErrorReason Reason, string Message, IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<Violation> Violations)
{
    public static ErrorLine? Of(BridgeException? error) => error is null ? null : new ErrorLine(error.Code, error.Reason, error.Message, error.Metadata, error.Violations);

    public BridgeException ToError() => new(Code, Reason, Message, Metadata, Violations);
}
