using System.Runtime.InteropServices;
using Bridge.Core;

namespace Bridge.Engine.Work;

/// <summary>What comes out of libtorch, the file system and the runtime, as errors of the engine.</summary>
internal static class NativeErrors
{
    private const int NoSpaceLeft = 28;

    public static Exception Translate(Exception error) => error switch
    {
        BridgeException or OperationCanceledException => error,
        OutOfMemoryException => Memory(error, "managed memory is exhausted"),
        ExternalException native when IsMemory(native.Message) => Memory(native, "libtorch could not allocate memory"),
        ExternalException native => new BridgeException(ErrorCode.Internal, ErrorReason.NativeFailure, "libtorch refused an operation",
            new Dictionary<string, string> { ["library"] = "libtorch" }, inner: native),
        IOException io when (io.HResult & 0xFFFF) == NoSpaceLeft => new BridgeException(ErrorCode.ResourceExhausted, ErrorReason.DiskFull, "the disk is full", inner: io),
        FileNotFoundException or DirectoryNotFoundException => new BridgeException(ErrorCode.NotFound, ErrorReason.FileNotFound, error.Message, inner: error),
        AggregateException { InnerExceptions: [var inner] } => Translate(inner),
        _ => error,
    };

    /// <summary>The same, as the one error of the engine: what is not known is INTERNAL and keeps its text inside.</summary>
    public static BridgeException ToBridge(Exception error) => Translate(error) switch
    {
        BridgeException known => known,
        OperationCanceledException => BridgeException.Of(ErrorCode.Cancelled, ErrorReason.Unspecified, "cancelled"),
        var other => new BridgeException(ErrorCode.Internal, ErrorReason.InvariantBroken, "an unexpected error", inner: other),
    };

    // The C++ message comes with a stack of addresses; it stays inside, as the inner exception.
    private static bool IsMemory(string message) =>
        message.Contains("allocate memory", StringComparison.OrdinalIgnoreCase) || message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
        || message.Contains("not enough memory", StringComparison.OrdinalIgnoreCase);

    private static BridgeException Memory(Exception inner, string message) => new(ErrorCode.ResourceExhausted, ErrorReason.OutOfMemory, message, inner: inner);
}
