using Bridge.Configuration;
using Bridge.Core;

namespace Goldens.Configs;

/// <summary>Which of our reasons stand for an exception of the library: errors are compared by kind, not by their words.</summary>
internal static class ErrorKinds
{
    /// <summary>Runs it and says how its error differs in kind; null where it does not.</summary>
    public static string? Difference(ConfigMap expected, Func<object?> action)
    {
        try
        {
            return $"expected {expected.Text("type")}: {expected.Text("message")}, found {action()}";
        }
        catch (BridgeException e)
        {
            var reasons = Reasons(expected.Text("type"), expected.Text("message"));
            return reasons.Contains(e.Reason) ? null : $"expected {expected.Text("type")}: {expected.Text("message")} ({string.Join(" or ", reasons)}), found {e.Reason}: {e.Message}";
        }
    }

    private static ErrorReason[] Reasons(string type, string message) => (type, message) switch
    {
        ("JSONDecodeError", _) => [ErrorReason.ConfigSyntax],
        ("ValueError", var m) when m.StartsWith("Invalid adapter config string", StringComparison.Ordinal) || m.StartsWith("Invalid adapter configg", StringComparison.Ordinal) => [ErrorReason.ConfigSyntax],
        ("ValueError", var m) when m.StartsWith("Could not identify", StringComparison.Ordinal) || m.Contains("config identifier", StringComparison.Ordinal) => [ErrorReason.ConfigUnknownMethod],
        ("ValueError", var m) when m.Contains("cannot be combined", StringComparison.Ordinal) || m.StartsWith("Multiple adapter definitions", StringComparison.Ordinal) => [ErrorReason.CompositionInvalid],
        ("ValueError", var m) when m.Contains("already been added", StringComparison.Ordinal) => [ErrorReason.AdapterNameTaken],
        ("ValueError", var m) when m.StartsWith("No adapter with name", StringComparison.Ordinal) => [ErrorReason.AdapterNotFound],
        ("ValueError", var m) when m.StartsWith("All given adapters", StringComparison.Ordinal) => [ErrorReason.ConfigValueRange],
        ("TypeError", var m) when m.Contains("unexpected keyword", StringComparison.Ordinal) => [ErrorReason.ConfigUnknownKey],
        ("TypeError", var m) when m.Contains("missing", StringComparison.Ordinal) => [ErrorReason.ArgumentInvalid],
        ("TypeError", var m) when m.Contains("must be a mapping", StringComparison.Ordinal) || m.Contains("keywords must be", StringComparison.Ordinal) => [ErrorReason.ConfigSyntax],
        ("TypeError", _) => [ErrorReason.ConfigType],
        ("AssertionError" or "AttributeError", _) => [ErrorReason.ConfigType],
        ("KeyError", "'configs'" or "'reduction_factor'" or "'block_type'") => [ErrorReason.ArgumentInvalid],
        ("KeyError", _) => [ErrorReason.ConfigUnknownMethod],
        _ => [ErrorReason.ConfigSyntax, ErrorReason.ConfigType, ErrorReason.ConfigUnknownKey, ErrorReason.ConfigUnknownMethod, ErrorReason.ConfigValueRange, ErrorReason.ArgumentInvalid],
    };
}
