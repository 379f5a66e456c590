using Bridge.Core;

namespace Bridge.Engine.Values;

/// <summary>Names of things: 1 to 63 letters, digits, <c>_</c> and <c>-</c>. Dots and slashes separate parameter paths and resource names.</summary>
internal static class ResourceIds
{
    private const int MaxLength = 63;
    private const int MaxFusionLength = 400;
    private const string Allowed = "1 to 63 of A-Z a-z 0-9 _ -";
    private const string AllowedFusion = "such ids joined by commas, 400 characters at most: 1 to 63 of A-Z a-z 0-9 _ -";

    /// <summary>Refuses an id that cannot be one.</summary>
    public static string Check(string id, string field)
    {
        return IsValid(id) ? id : throw Wrong(id, field, Allowed);
    }

    /// <summary>The same for fusions, which go by their adapters' ids joined by commas where they have no name of their own.</summary>
    public static string CheckFusion(string id, string field)
    {
        if (id.Length <= MaxFusionLength && id.Split(',').All(IsValid)) return id;
        throw Wrong(id, field, AllowedFusion);
    }

    public static bool IsValid(string id)
    {
        if (id.Length is 0 or > MaxLength) return false;
        foreach (var c in id)
            if (!char.IsAsciiLetterOrDigit(c) && c is not '_' and not '-')
                return false;
        return true;
    }

    /// <summary>An id made of any text: what is not allowed becomes <c>-</c>.</summary>
    public static string Make(string text)
    {
        var id = new string([.. text.Take(MaxLength).Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '-')]);
        return id.Length == 0 ? "model" : id;
    }

    /// <summary>An id nobody has.</summary>
    public static string New(string prefix) => $"{prefix}-{Guid.NewGuid():N}"[..Math.Min(prefix.Length + 13, MaxLength)];

    private static BridgeException Wrong(string id, string field, string allowed)
    {
        var shown = id.Length > 80 ? string.Concat(id.AsSpan(0, 80), "…") : id;
        var message = $"{field} \"{shown}\" is no id; allowed are {allowed}";
        return new BridgeException(ErrorCode.InvalidArgument, ErrorReason.ArgumentInvalid, message,
            new Dictionary<string, string> { ["field"] = field, ["value"] = shown, ["allowed"] = allowed }, [new Violation(field, message)]);
    }
}
