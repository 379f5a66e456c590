using Google.Rpc;
using Grpc.Core;

namespace AdapterBridge.Client;

/// <summary>Makes exceptions of what calls end with.</summary>
internal static class Errors
{
    public static AdapterBridgeException Of(RpcException error)
    {
        Google.Rpc.Status? status = null;
        try
        {
            status = error.GetRpcStatus();
        }
        catch (Exception damaged) when (damaged is Google.Protobuf.InvalidProtocolBufferException or FormatException or ArgumentException)
        {
            // A trailer that is not ours; code and message are still good.
        }

        return status is null || status.Code == 0 ? new AdapterBridgeException(error.StatusCode, "", error.Status.Detail, inner: error) : Of(status, error);
    }

    public static AdapterBridgeException Of(Google.Rpc.Status status, Exception? inner = null)
    {
        var info = status.GetDetail<ErrorInfo>();
        var violations = status.GetDetail<BadRequest>()?.FieldViolations.Select(v => new FieldViolation(v.Field, v.Description)).ToArray();
        var delay = status.GetDetail<RetryInfo>()?.RetryDelay?.ToTimeSpan();
        return new AdapterBridgeException((StatusCode)status.Code, info?.Reason ?? "", status.Message, info?.Metadata.ToDictionary(), violations, delay, inner);
    }

    /// <summary>What a caller sees: its own cancellation as such, everything else as an error of the bridge.</summary>
    public static Exception Seen(RpcException error, CancellationToken cancellation) =>
        error.StatusCode == StatusCode.Cancelled && cancellation.IsCancellationRequested ? new OperationCanceledException(error.Status.Detail, error, cancellation) : Of(error);

    public static AdapterBridgeException Damaged(string reason, string message, params (string Key, string Value)[] metadata) =>
        new(StatusCode.DataLoss, reason, message, metadata.ToDictionary(m => m.Key, m => m.Value));
}
