using System.Runtime.CompilerServices;
using Grpc.Core;

namespace AdapterBridge.Client;

/// <summary>Reading and writing of streams with errors that can be read.</summary>
internal static class Streams
{
    /// <summary>The messages of a stream.</summary>
    public static async IAsyncEnumerable<T> ReadAsync<T>(IAsyncStreamReader<T> reader, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                if (!await reader.MoveNext(cancellation).ConfigureAwait(false)) yield break;
            }
            catch (RpcException error)
            {
                throw Errors.Seen(error, cancellation);
            }

            yield return reader.Current;
        }
    }

    /// <summary>Sends messages and waits for the one answer.</summary>
    public static async Task<TResponse> SendAsync<TRequest, TResponse>(
        AsyncClientStreamingCall<TRequest, TResponse> call, IAsyncEnumerable<TRequest> messages, CancellationToken cancellation)
        where TRequest : class
    {
        await WriteAsync(call.RequestStream, messages, cancellation).ConfigureAwait(false);
        try
        {
            return await call.ResponseAsync.ConfigureAwait(false);
        }
        catch (RpcException error)
        {
            throw Errors.Seen(error, cancellation);
        }
    }

    /// <summary>Sends messages while answers are read. An error of their source ends the call and is what the reader sees.</summary>
    public static async IAsyncEnumerable<TResponse> ExchangeAsync<TRequest, TResponse>(
        AsyncDuplexStreamingCall<TRequest, TResponse> call, IAsyncEnumerable<TRequest> messages, [EnumeratorCancellation] CancellationToken cancellation)
        where TRequest : class
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var writing = WriteAsync(call.RequestStream, messages, stop.Token);
        var ending = EndOnFailureAsync(call, writing);
        try
        {
            await using var answers = ReadAsync(call.ResponseStream, cancellation).GetAsyncEnumerator(cancellation);
            while (true)
            {
                try
                {
                    if (!await answers.MoveNextAsync().ConfigureAwait(false)) break;
                }
                catch (Exception ended) when (writing.IsFaulted && (ended is AdapterBridgeException or ObjectDisposedException))
                {
                    await writing.ConfigureAwait(false);
                    throw;
                }

                yield return answers.Current;
            }

            await writing.ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await ending.ConfigureAwait(false);
        }
    }

    /// <summary>Ends a call after its writing has failed: whoever sees the call end sees why.</summary>
    private static async Task EndOnFailureAsync<TRequest, TResponse>(AsyncDuplexStreamingCall<TRequest, TResponse> call, Task writing)
        where TRequest : class
    {
        await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!writing.IsCompletedSuccessfully) call.Dispose();
    }

    private static async Task WriteAsync<T>(IClientStreamWriter<T> writer, IAsyncEnumerable<T> messages, CancellationToken cancellation)
        where T : class
    {
        await foreach (var message in messages.WithCancellation(cancellation).ConfigureAwait(false))
        {
            try
            {
                await writer.WriteAsync(message, cancellation).ConfigureAwait(false);
            }
            catch (Exception ended) when (ended is RpcException or InvalidOperationException && !cancellation.IsCancellationRequested)
            {
                // The call has ended already; its answer says why.
                return;
            }
        }

        try
        {
            await writer.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is RpcException or InvalidOperationException)
        {
            // As above.
        }
    }
}
