namespace Bridge.Core;

/// <summary>What kind of error it is. The numbers are those of <c>google.rpc.Code</c>, in every front door.</summary>
public enum ErrorCode
{
    /// <summary>No error.</summary>
    Ok = 0,

    /// <summary>The caller cancelled the operation.</summary>
    Cancelled = 1,

    /// <summary>The request is wrong whatever the state of the engine.</summary>
    InvalidArgument = 3,

    /// <summary>The time allowed ran out.</summary>
    DeadlineExceeded = 4,

    /// <summary>A named thing is absent.</summary>
    NotFound = 5,

    /// <summary>The name is taken.</summary>
    AlreadyExists = 6,

    /// <summary>Memory, queue or disk is full.</summary>
    ResourceExhausted = 8,

    /// <summary>The request is right, the state is not.</summary>
    FailedPrecondition = 9,

    /// <summary>Another operation got in between.</summary>
    Aborted = 10,

    /// <summary>A position past the end.</summary>
    OutOfRange = 11,

    /// <summary>This build cannot do it.</summary>
    Unimplemented = 12,

    /// <summary>A fault of the engine or of libtorch.</summary>
    Internal = 13,

    /// <summary>Try again later.</summary>
    Unavailable = 14,

    /// <summary>Bytes are lost or damaged.</summary>
    DataLoss = 15,
}
