using Bridge.Core;

namespace Bridge.Engine.Leases;

/// <summary>
/// Who may use a model now. Many read (inference, evaluation); one writes, alone (publishing trained tensors, removing an adapter, unloading). Whoever
/// wants to write goes before readers that come later. Long work (jobs, evaluations) on tensors of its own only keeps the model loaded. Callers are owned
/// threads, so waiting blocks.
/// </summary>
internal sealed class ModelLease(string model)
{
    private readonly object _gate = new();
    private int _readers;
    private int _keepers;
    private int _writersWaiting;
    private bool _writing;
    private bool _closed;

    /// <summary>Shared use. Dispose it when done.</summary>
    /// <exception cref="BridgeException">MODEL_NOT_FOUND where the model was unloaded meanwhile.</exception>
    public IDisposable Read(CancellationToken cancellation = default)
    {
        using var wake = cancellation.UnsafeRegister(static gate => Wake(gate!), _gate);
        lock (_gate)
        {
            while (!_closed && (_writing || _writersWaiting > 0)) Wait(cancellation);
            ThrowIfClosed();
            cancellation.ThrowIfCancellationRequested();
            _readers++;
        }
        return new Held(this, Mode.Read);
    }

    /// <summary>Keeps the model loaded, whoever reads or writes meanwhile. Dispose it when done.</summary>
    /// <exception cref="BridgeException">MODEL_NOT_FOUND where the model was unloaded meanwhile.</exception>
    public IDisposable Keep()
    {
        lock (_gate)
        {
            ThrowIfClosed();
            _keepers++;
        }
        return new Held(this, Mode.Keep);
    }

    /// <summary>Use by one alone; waits until nobody reads or writes. Dispose it when done.</summary>
    public IDisposable Write(CancellationToken cancellation = default) => Write(whole: false, cancellation);

    /// <summary>Use by one alone; waits until nobody reads or writes, and where <paramref name="whole"/> until nobody keeps the model either. Dispose it when done.</summary>
    /// <exception cref="BridgeException">MODEL_NOT_FOUND where the model was unloaded meanwhile.</exception>
    public IDisposable Write(bool whole, CancellationToken cancellation)
    {
        using var wake = cancellation.UnsafeRegister(static gate => Wake(gate!), _gate);
        lock (_gate)
        {
            while (whole && !_closed && _keepers > 0) Wait(cancellation);
            _writersWaiting++;
            try
            {
                while (!_closed && (_writing || _readers > 0 || (whole && _keepers > 0))) Wait(cancellation);
            }
            finally
            {
                _writersWaiting--;
                if (_writersWaiting == 0) Monitor.PulseAll(_gate);
            }
            ThrowIfClosed();
            cancellation.ThrowIfCancellationRequested();
            _writing = true;
        }
        return new Held(this, Mode.Write);
    }

    /// <summary>No lease is given from now on; whoever waits gets MODEL_NOT_FOUND. The holder of the writing lease calls it before the model goes.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Wait(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Monitor.Wait(_gate);
        cancellation.ThrowIfCancellationRequested();
    }

    private void ThrowIfClosed()
    {
        if (_closed) throw BridgeException.NotFound(ErrorReason.ModelNotFound, $"model \"{model}\" was unloaded", ("model", model));
    }

    private void Release(Mode mode)
    {
        lock (_gate)
        {
            if (mode == Mode.Write) _writing = false;
            else if (mode == Mode.Read) _readers--;
            else _keepers--;
            Monitor.PulseAll(_gate);
        }
    }

    private static void Wake(object gate)
    {
        lock (gate) Monitor.PulseAll(gate);
    }

    private enum Mode
    {
        Read,
        Keep,
        Write,
    }

    private sealed class Held(ModelLease lease, Mode mode) : IDisposable
    {
        private int _released;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _released, 1) == 0) lease.Release(mode);
        }
    }
}
