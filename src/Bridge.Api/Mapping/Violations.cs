using Bridge.Core;

namespace Bridge.Api.Mapping;

/// <summary>Errors about fields of a request.</summary>
internal static class Violations
{
    /// <summary>INVALID_ARGUMENT for one field.</summary>
    public static BridgeException Of(string field, ErrorReason reason, string message) =>
        new(ErrorCode.InvalidArgument, reason, message, new Dictionary<string, string> { ["field"] = field }, [new Violation(field, message)]);

    /// <summary>A field that must be given and is not.</summary>
    public static BridgeException Missing(string field) => Of(field, ErrorReason.ArgumentInvalid, $"{field} is missing");

    /// <summary>The same error with its fields below <paramref name="field"/>, as the request has them.</summary>
    public static BridgeException Below(BridgeException error, string field) => Placed(error, inner => inner.Length == 0 ? field : $"{field}.{inner}");

    /// <summary>The same error with its fields where <paramref name="place"/> says.</summary>
    public static BridgeException Placed(BridgeException error, Func<string, string> place) =>
        new(error.Code, error.Reason, error.Message, error.Metadata, [.. error.Violations.Select(v => v with { Field = place(v.Field) })], error.InnerException);
}
