using System.Runtime.CompilerServices;

namespace Bridge.Training.Events;

/// <summary>Reads a log from one place on, at its own pace. For one consumer at a time; dispose it when done.</summary>
public sealed class EventReader : IDisposable
{
    private readonly Lock _lock = new();
    private readonly EventLog _log;
    private readonly int _capacity;
    private Queue<TrainingEvent> _pending = new();
    private TaskCompletionSource _signal = NewSignal();
    private bool _complete;

    internal EventReader(EventLog log, int capacity) => (_log, _capacity) = (log, capacity);

    /// <summary>Step events that this reader lost because it lagged behind.</summary>
    public long Dropped { get; private set; }

    /// <summary>The next event, if one is there.</summary>
    public bool TryRead([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out TrainingEvent? item)
    {
        lock (_lock)
        {
            if (!_pending.TryDequeue(out item)) return false;
            if (_pending.Count == 0 && !_complete) _signal = NewSignal();
            return true;
        }
    }

    /// <summary>Waits for an event; false when none will come.</summary>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellation = default)
    {
        Task signal;
        lock (_lock)
        {
            if (_pending.Count > 0) return true;
            if (_complete) return false;
            signal = _signal.Task;
        }
        await signal.WaitAsync(cancellation).ConfigureAwait(false);
        lock (_lock) return _pending.Count > 0;
    }

    /// <summary>Blocks until an event is there (true) or <paramref name="timeout"/> has passed or none will come (false).</summary>
    public bool Wait(TimeSpan timeout)
    {
        Task signal;
        lock (_lock)
        {
            if (_pending.Count > 0) return true;
            if (_complete) return false;
            signal = _signal.Task;
        }
        signal.Wait(timeout);
        lock (_lock) return _pending.Count > 0;
    }

    /// <summary>Whether the log is complete and everything was read.</summary>
    public bool IsAtEnd
    {
        get { lock (_lock) return _complete && _pending.Count == 0; }
    }

    /// <summary>All events until the terminal state.</summary>
    public async IAsyncEnumerable<TrainingEvent> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        while (await WaitAsync(cancellation).ConfigureAwait(false))
            while (TryRead(out var item))
                yield return item;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _log.Remove(this);
        Complete();
    }

    internal void Offer(TrainingEvent item, bool complete)
    {
        lock (_lock)
        {
            if (_pending.Count >= _capacity) DropSteps();
            _pending.Enqueue(item);
            _complete |= complete;
            _signal.TrySetResult();
        }
    }

    internal void Complete()
    {
        lock (_lock)
        {
            _complete = true;
            _signal.TrySetResult();
        }
    }

    // The older half gives way at once, so that a reader who never reads costs a pass over its queue once in thousands of events.
    private void DropSteps()
    {
        var kept = new Queue<TrainingEvent>();
        var older = _pending.Count / 2;
        foreach (var item in _pending)
        {
            if (older-- > 0 && item.MayBeDropped) Dropped++;
            else kept.Enqueue(item);
        }
        _pending = kept;
    }

    // Continuations run elsewhere: the training thread must not do a reader's work.
    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
