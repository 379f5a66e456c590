using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Bridge.Core;

namespace Bridge.Torch;

/// <summary>Native failures as errors of the engine.</summary>
public static partial class TorchErrors
{
    /// <summary>
    /// OUT_OF_MEMORY for a refused allocation (with how much was asked for), NATIVE_FAILURE for any other error of libtorch, the exception itself
    /// where it is not libtorch's.
    /// </summary>
    /// <param name="error">What was thrown.</param>
    /// <param name="operation">What was being done, for the message: <c>forward of "bert"</c>.</param>
    public static Exception Translate(Exception error, string operation)
    {
        if (error is OutOfMemoryException)
            return new BridgeException(ErrorCode.ResourceExhausted, ErrorReason.OutOfMemory, $"{operation}: out of memory",
                new Dictionary<string, string> { ["operation"] = operation }, inner: error);
        if (error is not ExternalException) return error;

        var message = FirstLine(error.Message);
        var metadata = new Dictionary<string, string> { ["operation"] = operation, ["native_message"] = message };
        if (!IsOutOfMemory(error.Message))
            return new BridgeException(ErrorCode.Internal, ErrorReason.NativeFailure, $"{operation}: {message}", metadata, inner: error);
        var asked = AskedFor().Match(error.Message);
        if (asked.Success) metadata["requested"] = asked.Groups[1].Value;
        var size = asked.Success ? string.Create(CultureInfo.InvariantCulture, $" ({asked.Groups[1].Value} asked for)") : "";
        return new BridgeException(ErrorCode.ResourceExhausted, ErrorReason.OutOfMemory, $"{operation}: out of memory{size}", metadata, inner: error);
    }

    /// <summary>Runs <paramref name="action"/>; its native failures become errors of the engine.</summary>
    public static T Guard<T>(string operation, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is ExternalException or OutOfMemoryException)
        {
            throw Translate(e, operation);
        }
    }

    // The rest of libtorch's message is a stack of C++ addresses.
    private static string FirstLine(string message)
    {
        var end = message.IndexOf("\nException raised from", StringComparison.Ordinal);
        if (end < 0) end = message.IndexOf('\n', StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).Trim();
    }

    private static bool IsOutOfMemory(string message) =>
        message.Contains("can't allocate memory", StringComparison.Ordinal) || message.Contains("not enough memory", StringComparison.Ordinal)
        || message.Contains("out of memory", StringComparison.Ordinal);

    [GeneratedRegex("[Tt]ried to allocate ([0-9.]+ [A-Za-z]+)")]
    private static partial Regex AskedFor();
}
