using Bridge.Core;

namespace Bridge.Api.Mapping;

/// <summary>Errors about fields of a request.</summary>
internal static class Violations
{
    /// <summary>INVALID_ARGUMENT for one field.</summary>
    public static BridgeException Of(string field, ErrorReason reason, string message) => BridgeException.Field(field, reason, message);

    /// <summary>A field that must be given and is not.</summary>
    public static BridgeException Missing(string field) => Of(field, ErrorReason.ArgumentInvalid, $"{field} is missing");

    /// <summary>The same error about <paramref name="field"/> as a whole.</summary>
    public static BridgeException At(BridgeException error, string field) =>
        new(error.Code, error.Reason, error.Message, error.Metadata, [new Violation(field, error.Message)], error.InnerException);

    /// <summary>What <paramref name="read"/> gives; the fields that its errors tell lie below <paramref name="field"/>.</summary>
    public static T Below<T>(string field, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (BridgeException error) when (error.Violations.Count > 0)
        {
            throw Below(error, field);
        }
    }

    /// <summary>The same error with its fields below <paramref name="field"/>, as the request has them.</summary>
    public static BridgeException Below(BridgeException error, string field) => Placed(error, inner => inner.Length == 0 ? field : $"{field}.{inner}");

    /// <summary>The same error with its fields where <paramref name="place"/> says.</summary>
    public static BridgeException Placed(BridgeException error, Func<string, string> place) =>
        new(error.Code, error.Reason, error.Message, error.Metadata, [.. error.Violations.Select(v => v with { Field = place(v.Field) })], error.InnerException);
}
