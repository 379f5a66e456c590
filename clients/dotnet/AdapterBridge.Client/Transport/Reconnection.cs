namespace AdapterBridge.Client;

/// <summary>The attempts to take a broken stream up again: for a while since it last moved.</summary>
internal sealed class Reconnection(TimeSpan patience)
{
    private readonly Backoff _backoff = new();
    private DateTime? _lost;

    /// <summary>It moves.</summary>
    public void Reset()
    {
        _lost = null;
        _backoff.Reset();
    }

    /// <summary>Waits before the next attempt, or throws the error where there was no movement for too long.</summary>
    public async Task WaitAsync(AdapterBridgeException error, CancellationToken cancellation)
    {
        _lost ??= DateTime.UtcNow;
        if (DateTime.UtcNow - _lost > patience) throw error;
        await Task.Delay(_backoff.Delay(error), cancellation).ConfigureAwait(false);
    }
}
