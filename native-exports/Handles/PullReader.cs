namespace Bridge.Native.Handles;

/// <summary>
/// An asynchronous sequence as one that is pulled with a time-out. A wait that ran out goes on behind the scenes; the next call finds its item.
/// </summary>
internal sealed class PullReader<T>(IAsyncEnumerable<T> source, CancellationToken cancellation) : IDisposable where T : class
{
    private readonly IAsyncEnumerator<T> _items = source.GetAsyncEnumerator(cancellation);
    private readonly SemaphoreSlim _turn = new(1);
    private Task<bool>? _pending;
    private bool _ended;
    private bool _started;

    /// <summary>Begins to look for the first item.</summary>
    public void Start()
    {
        if (Volatile.Read(ref _started) || !_turn.Wait(0)) return;
        try
        {
            if (!_ended) Begin();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The next item; null at the end. <see cref="TimeoutException"/> where it does not come in time.</summary>
    public T? Next(int milliseconds)
    {
        var deadline = milliseconds < 0 ? long.MaxValue : Environment.TickCount64 + milliseconds;
        if (!_turn.Wait(milliseconds)) throw Late(milliseconds);
        try
        {
            if (_ended) return null;
            Begin();
            var left = milliseconds < 0 ? -1 : (int)Math.Max(0, deadline - Environment.TickCount64);
            if (!Completed(_pending!, left)) throw Late(milliseconds);
            var pending = _pending!;
            _pending = null;
            try
            {
                if (pending.GetAwaiter().GetResult()) return _items.Current;
            }
            catch
            {
                _ended = true;
                throw;
            }
            _ended = true;
            return null;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The caller cancels the sequence first, so that nothing is waited for long.</summary>
    public void Dispose()
    {
        _turn.Wait();
        try
        {
            _ended = true;
            if (_pending is not null) Completed(_pending, -1);
            _items.DisposeAsync().AsTask().Wait();
        }
        catch (AggregateException)
        {
            // What the sequence would have thrown to a reader that has left.
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Begin()
    {
        _pending ??= Task.Run(() => _items.MoveNextAsync().AsTask());
        Volatile.Write(ref _started, true);
    }

    private static bool Completed(Task task, int milliseconds)
    {
        try
        {
            return task.Wait(milliseconds);
        }
        catch (AggregateException)
        {
            return true;
        }
    }

    private static TimeoutException Late(int milliseconds) => new($"nothing came within {milliseconds} ms");
}
