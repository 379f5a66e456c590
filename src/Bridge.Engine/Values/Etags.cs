using Bridge.Core;

namespace Bridge.Engine.Values;

/// <summary>Optimistic concurrency: a caller who names an etag wants the resource as it was then.</summary>
internal static class Etags
{
    /// <summary>ETAG_MISMATCH where one is given and it is not the present one.</summary>
    public static void Check(string? given, string present, string what)
    {
        if (string.IsNullOrEmpty(given) || given == present) return;
        throw BridgeException.Of(ErrorCode.Aborted, ErrorReason.EtagMismatch, $"{what} changed: its etag is \"{present}\", the request has \"{given}\"; read it again",
            ("resource", what), ("etag", given), ("present", present));
    }
}
