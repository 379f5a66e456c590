namespace AdapterBridge.Client.Tests.Support;

/// <summary>Waits that end.</summary>
internal static class Waiting
{
    /// <summary>All items of a sequence.</summary>
    public static async Task<List<T>> AllAsync<T>(IAsyncEnumerable<T> items)
    {
        using var limit = new CancellationTokenSource(RealService.Patience);
        var all = new List<T>();
        await foreach (var item in items.WithCancellation(limit.Token)) all.Add(item);
        return all;
    }

    /// <summary>The error that a call ends with.</summary>
    public static Task<AdapterBridgeException> ErrorOf(Func<Task> call) => Assert.ThrowsAsync<AdapterBridgeException>(() => call().WaitAsync(RealService.Patience));

    /// <summary>A sequence of these.</summary>
    public static async IAsyncEnumerable<T> Sequence<T>(params IReadOnlyList<T> items)
    {
        foreach (var item in items)
        {
            await Task.Yield();
            yield return item;
        }
    }
}
