namespace Bridge.Core;

/// <summary>Names of adapters and heads, which stand inside parameter paths.</summary>
public static class PartNames
{
    /// <summary>Refuses a name that would break a path. <paramref name="kind"/> is what it names, for the message: "adapter".</summary>
    public static void Check(string kind, string name)
    {
        if (string.IsNullOrEmpty(name) || name.Contains('.') || name.Contains('/'))
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"{kind} name \"{name}\" is empty or holds \".\" or \"/\", which separate parameter paths", (kind, name));
    }
}
