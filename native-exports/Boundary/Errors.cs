using Bridge.Api;
using Bridge.Torch;

namespace Bridge.Native.Boundary;

/// <summary>The one place where exceptions become statuses and error handles.</summary>
internal static unsafe class Errors
{
    // Made before memory can run out; its handle is given out again and again, and destroying it does nothing.
    private static readonly NativeError OutOfMemory = new(StatusMapper.ToStatus(BridgeException.Of(ErrorCode.ResourceExhausted, ErrorReason.OutOfMemory, "managed memory is exhausted")));
    private static readonly nint OutOfMemoryTicket = Table.Add(HandleKind.Error, OutOfMemory);

    /// <summary>Handles that are there without anybody having made them.</summary>
    public static int Permanent => OutOfMemoryTicket == 0 ? 0 : 1;

    public static int Fail(Exception error, nint* outError)
    {
        try
        {
            if (error is OutOfMemoryException) return FailOutOfMemory(outError);
            var status = error is StatusException answered ? answered.Status : StatusMapper.ToStatus(Known(error));
            if (outError is not null) *outError = Table.Add(HandleKind.Error, new NativeError(status));
            return status.Code;
        }
        catch (Exception)
        {
            return FailOutOfMemory(outError);
        }
    }

    public static void Destroy(nint error)
    {
        if (error != OutOfMemoryTicket) Table.Destroy(error, HandleKind.Error);
    }

    private static int FailOutOfMemory(nint* outError)
    {
        if (outError is not null) *outError = OutOfMemoryTicket;
        return (int)ErrorCode.ResourceExhausted;
    }

    private static Exception Known(Exception error) => error switch
    {
        AggregateException { InnerExceptions: [var inner] } => Known(inner),
        ObjectDisposedException => BridgeException.Of(ErrorCode.Unavailable, ErrorReason.ShuttingDown, "the engine, or what the handle is of, is closed"),
        TimeoutException => BridgeException.Of(ErrorCode.DeadlineExceeded, ErrorReason.Unspecified, error.Message),
        ExternalException => TorchErrors.Translate(error, "libtorch"),
        Google.Protobuf.InvalidJsonException => BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"the JSON is not well formed: {error.Message}"),
        // protobuf's own: the text is of the shape that the message has not, never of other callers.
        Google.Protobuf.InvalidProtocolBufferException => BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"the JSON is not the message that is wanted: {error.Message}"),
        _ => error,
    };
}
