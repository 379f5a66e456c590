namespace Bridge.Core;

/// <summary>Names of reasons as they travel.</summary>
public static class ErrorReasons
{
    /// <summary>The reason in upper snake case: <c>ConfigSyntax</c> is <c>CONFIG_SYNTAX</c>.</summary>
    public static string WireName(this ErrorReason reason) => SnakeCase.Upper(reason.ToString());
}
