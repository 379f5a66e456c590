using Bridge.Api;

namespace Bridge.Native.Handles;

/// <summary>bridge_stream.</summary>
internal sealed class NativeStream(MessageStream messages) : IDisposable
{
    private int _disposed;

    public MessageStream Messages { get; } = messages;

    public PullReader<byte[]> Reader { get; } = new(messages.Responses, default);

    /// <summary>Lets the call run before anybody reads: a caller that first writes everything must not wait for ever.</summary>
    public void Start() => Reader.Start();

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        Messages.Cancel();
        Reader.Dispose();
        Messages.Dispose();
    }
}
