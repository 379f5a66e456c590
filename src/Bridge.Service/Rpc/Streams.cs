using Bridge.Api;
using Grpc.Core;

namespace Bridge.Service.Rpc;

/// <summary>Between gRPC's calls and streams and the handlers'.</summary>
internal static class Streams
{
    /// <summary>The call as handlers know it.</summary>
    public static CallContext Call(this ServerCallContext context) => new() { Cancellation = context.CancellationToken };

    /// <summary>Sends every message, and waits for each to be taken: a slow reader slows its own call only. A stopping service ends the stream.</summary>
    public static async Task Send<T>(CallGate gate, ServerCallContext context, IServerStreamWriter<T> writer, Func<CallContext, IAsyncEnumerable<T>> messages)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, gate.Stopping);
        await foreach (var message in messages(new CallContext { Cancellation = linked.Token }).WithCancellation(linked.Token).ConfigureAwait(false))
            await writer.WriteAsync(message, linked.Token).ConfigureAwait(false);
    }

    /// <summary>Takes a stream in until its end or the service stops.</summary>
    public static async Task<TResponse> Receive<TRequest, TResponse>(
        CallGate gate, ServerCallContext context, IAsyncStreamReader<TRequest> reader, Func<IAsyncEnumerable<TRequest>, CallContext, Task<TResponse>> handler)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, gate.Stopping);
        return await handler(reader.ReadAllAsync(linked.Token), new CallContext { Cancellation = linked.Token }).ConfigureAwait(false);
    }
}
