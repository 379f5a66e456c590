using Bridge.Engine.Work;
using Bridge.Torch;

namespace Bridge.Engine.Jobs;

/// <summary>A run on one of the scheduler's threads, whose memory goes back to the system behind it.</summary>
/// <param name="id">Its name.</param>
/// <param name="model">The model that it trains.</param>
/// <param name="run">What it does; never throws.</param>
/// <param name="abandoned">Called instead, where it is cancelled before it starts.</param>
/// <param name="ended">Called when it has run and its place and model are free: whoever hears of the end may start the next.</param>
internal sealed class ScheduledJob(string id, string model, Action<CancellationToken> run, Action abandoned, Action? ended = null) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _done;
    private int _abandoned;
    private bool _disposed;

    public string Id => id;

    public string Model => model;

    /// <summary>Ends when it has, and its place and model are free.</summary>
    public Task Completion => _over.Task;

    public void Start(WorkQueue threads, Action<ScheduledJob> free) => _done = threads.Run(_ =>
    {
        try
        {
            run(_stop.Token);
        }
        finally
        {
            TensorBlocks.Release();
            free(this);
            ended?.Invoke();
            Dispose();
            _over.TrySetResult();
        }
        return true;
    });

    public void Stop()
    {
        lock (_stop)
        {
            if (!_disposed) _stop.Cancel();
        }
    }

    public void Abandon()
    {
        if (Interlocked.Exchange(ref _abandoned, 1) != 0) return;
        abandoned();
        _over.TrySetResult();
    }

    public void Join() => _done?.Wait();

    public void Dispose()
    {
        lock (_stop)
        {
            if (_disposed) return;
            _disposed = true;
            _stop.Dispose();
        }
    }
}
