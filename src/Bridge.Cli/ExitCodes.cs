using Bridge.Core;

namespace Bridge.Cli;

/// <summary>What the process ends with: 0 for success, 2 for a request that is wrong, another number for each other kind of error.</summary>
internal static class ExitCodes
{
    /// <summary>Something outside failed: a file, the network.</summary>
    public const int Failure = 1;

    /// <summary>The command line cannot be understood.</summary>
    public const int Usage = 2;

    /// <summary>Ended by Ctrl+C.</summary>
    public const int Interrupted = 130;

    /// <summary>The number for an error.</summary>
    public static int Of(ErrorCode code) => code switch
    {
        ErrorCode.Ok => 0,
        ErrorCode.Cancelled => Interrupted,
        ErrorCode.InvalidArgument or ErrorCode.OutOfRange => Usage,
        ErrorCode.NotFound => 3,
        ErrorCode.AlreadyExists => 4,
        ErrorCode.FailedPrecondition => 5,
        ErrorCode.Unimplemented => 6,
        ErrorCode.DataLoss => 7,
        ErrorCode.ResourceExhausted => 8,
        _ => Failure,
    };
}
