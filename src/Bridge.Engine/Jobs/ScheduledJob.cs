using Bridge.Engine.Work;

namespace Bridge.Engine.Jobs;

/// <summary>A run on one of the scheduler's threads.</summary>
/// <param name="id">Its name.</param>
/// <param name="model">The model that it trains.</param>
/// <param name="run">What it does; never throws.</param>
/// <param name="abandoned">Called instead, where it is cancelled before it starts.</param>
internal sealed class ScheduledJob(string id, string model, Action<CancellationToken> run, Action abandoned) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task? _done;
    private int _abandoned;
    private bool _disposed;

    public string Id => id;

    public string Model => model;

    public void Start(WorkQueue threads, Action<ScheduledJob> ended) => _done = threads.Run(_ =>
    {
        try
        {
            run(_stop.Token);
        }
        finally
        {
            ended(this);
            Dispose();
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
        if (Interlocked.Exchange(ref _abandoned, 1) == 0) abandoned();
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
