using Bridge.Core;

namespace Bridge.Engine.Work;

/// <summary>
/// Owned threads behind a bounded queue. Tensor work runs here, synchronously, start to end on one thread: libtorch's and TorchSharp's thread-bound
/// state (gradient mode, dispose scopes) then never meets an <c>await</c>.
/// </summary>
internal sealed class WorkQueue : IDisposable
{
    private readonly object _gate = new();
    private readonly LinkedList<WorkItem> _waiting = new();
    private readonly Thread[] _threads;
    private readonly string _name;
    private readonly int _capacity;
    private bool _closed;

    public WorkQueue(string name, int threads, int capacity)
    {
        (_name, _capacity) = (name, capacity);
        _threads = new Thread[threads];
        for (var i = 0; i < threads; i++)
        {
            _threads[i] = new Thread(Work) { Name = $"bridge-{name}-{i}", IsBackground = true };
            _threads[i].Start();
        }
    }

    /// <summary>How many wait for a thread.</summary>
    public int Waiting
    {
        get { lock (_gate) return _waiting.Count; }
    }

    /// <summary>
    /// Runs <paramref name="work"/> on one of the threads. Cancelled while it waits it never starts; while it runs the token asks it to stop.
    /// Errors arrive as <see cref="BridgeException"/> or <see cref="OperationCanceledException"/>.
    /// </summary>
    /// <exception cref="BridgeException">QUEUE_FULL; SHUTTING_DOWN.</exception>
    public Task<T> Run<T>(Func<CancellationToken, T> work, CancellationToken cancellation = default)
    {
        if (cancellation.IsCancellationRequested) return Task.FromCanceled<T>(cancellation);
        var item = new WorkItem<T>(work, cancellation);
        lock (_gate)
        {
            if (_closed) throw ShuttingDown();
            if (_waiting.Count >= _capacity)
                throw BridgeException.Of(ErrorCode.ResourceExhausted, ErrorReason.QueueFull, $"queue \"{_name}\" holds {_waiting.Count} requests, as many as it may; try later",
                    ("queue", _name), ("waiting", _waiting.Count), ("capacity", _capacity));
            item.Node = _waiting.AddLast(item);
            Monitor.Pulse(_gate);
        }
        if (cancellation.CanBeCanceled) item.Watch(() => Drop(item));
        return item.Task;
    }

    /// <summary>Ends the threads after the work that runs; what waits fails with SHUTTING_DOWN.</summary>
    public void Dispose()
    {
        WorkItem[] dropped;
        lock (_gate)
        {
            if (_closed) return;
            _closed = true;
            dropped = [.. _waiting];
            _waiting.Clear();
            foreach (var item in dropped) item.Node = null;
            Monitor.PulseAll(_gate);
        }
        foreach (var item in dropped) item.Fail(ShuttingDown());
        foreach (var thread in _threads)
            if (thread != Thread.CurrentThread)
                thread.Join();
    }

    private void Drop(WorkItem item)
    {
        lock (_gate)
        {
            if (item.Node is null) return;
            _waiting.Remove(item.Node);
            item.Node = null;
        }
        item.Cancel();
    }

    private void Work()
    {
        while (Take() is { } item) item.Execute();
    }

    private WorkItem? Take()
    {
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                if (_closed) return null;
                Monitor.Wait(_gate);
            }
            var item = _waiting.First!.Value;
            _waiting.RemoveFirst();
            item.Node = null;
            return item;
        }
    }

    private static BridgeException ShuttingDown() =>
        BridgeException.Of(ErrorCode.Unavailable, ErrorReason.ShuttingDown, "the engine is shutting down");
}
