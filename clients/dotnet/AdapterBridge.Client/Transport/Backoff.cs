namespace AdapterBridge.Client;

/// <summary>How long to wait before the next attempt: twice as long each time, a little random, or what the server says.</summary>
internal sealed class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private TimeSpan _next = First;

    public void Reset() => _next = First;

    public TimeSpan Delay(AdapterBridgeException error)
    {
        var delay = _next * (0.8 + 0.4 * Random.Shared.NextDouble());
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        return error.RetryDelay is { } told && told > delay ? told : delay;
    }
}
