using Bridge.Api;
using Bridge.Core;
using Grpc.Core;

namespace Bridge.Service;

/// <summary>What all calls share: whether the service stops, and how errors are told.</summary>
internal sealed class CallGate(bool detailedErrors)
{
    /// <summary>Fires when the service stops.</summary>
    public CancellationToken Stopping { get; set; }

    /// <summary>UNAVAILABLE when the service stops.</summary>
    public void Enter()
    {
        if (Stopping.IsCancellationRequested) throw ShuttingDown();
    }

    /// <summary>The error as gRPC sends it.</summary>
    public RpcException Convert(Exception error, ServerCallContext context)
    {
        if (error is RpcException known) return known;
        if (error is OperationCanceledException)
        {
            if (Stopping.IsCancellationRequested) return StatusMapper.ToStatus(ShuttingDown(), detailedErrors).ToRpcException();
            if (context.Deadline <= DateTime.UtcNow) return new RpcException(new Status(StatusCode.DeadlineExceeded, "the call's deadline has passed"));
        }
        // A caller who left shows as a broken stream.
        if (context.CancellationToken.IsCancellationRequested && error is not BridgeException) return new RpcException(new Status(StatusCode.Cancelled, "the caller left"));
        var status = StatusMapper.ToStatus(error, detailedErrors);
        if (status.Code == (int)StatusCode.Internal) ErrorLog.Write(context.Method, error);
        return status.ToRpcException();
    }

    private static BridgeException ShuttingDown() => BridgeException.Of(ErrorCode.Unavailable, ErrorReason.ShuttingDown, "the service is shutting down");
}
