using System.Threading.Channels;

namespace Bridge.Api;

/// <summary>
/// A streaming call of a caller without gRPC: messages go in as bytes, and come out as the caller pulls them. The call runs only as far as it is read.
/// </summary>
public sealed class MessageStream : IDisposable
{
    // So many messages may wait for the engine; then writing waits.
    private const int Capacity = 16;

    private readonly Channel<ReadOnlyMemory<byte>> _requests = Channel.CreateBounded<ReadOnlyMemory<byte>>(Capacity);
    private readonly CancellationTokenSource _cancel = new();

    internal MessageStream(Func<IAsyncEnumerable<ReadOnlyMemory<byte>>, CallContext, IAsyncEnumerable<byte[]>> call) =>
        Responses = call(_requests.Reader.ReadAllAsync(_cancel.Token), new CallContext { Cancellation = _cancel.Token });

    /// <summary>The answers, enumerated once; an error of the call is thrown here.</summary>
    public IAsyncEnumerable<byte[]> Responses { get; }

    /// <summary>Sends a message; waits while the engine is behind.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation = default) => _requests.Writer.WriteAsync(message, cancellation);

    /// <summary>Says that no message follows; a second time is fine.</summary>
    public void FinishWriting() => _requests.Writer.TryComplete();

    /// <summary>Ends the call; reading throws <see cref="OperationCanceledException"/>.</summary>
    public void Cancel()
    {
        // In this order: a call that sees its messages end would answer as if they had.
        _cancel.Cancel();
        _requests.Writer.TryComplete();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Cancel();
        _cancel.Dispose();
    }
}
