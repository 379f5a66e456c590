using Bridge.Core;
using Bridge.Engine.Work;

namespace Bridge.Engine.Jobs;

/// <summary>
/// Who trains when: one job a model, so many at once, each on a thread that lives as long as the engine (the memory that malloc keeps for a thread is then used
/// again by the next job). A second job for a busy model is refused (MODEL_BUSY) unless it asked
/// to wait; waiting jobs start in the order they came, a job for a free model may pass one that waits for its model.
/// </summary>
internal sealed class JobScheduler(int maxRunning, int maxWaiting) : IDisposable
{
    private readonly object _gate = new();
    private readonly WorkQueue _threads = new("training", maxRunning, maxRunning);
    private readonly List<ScheduledJob> _waiting = [];
    private readonly List<ScheduledJob> _running = [];
    private bool _closed;

    /// <summary>Starts the job, or lets it wait for a thread; for its model only where <paramref name="queue"/> says so.</summary>
    /// <exception cref="BridgeException">MODEL_BUSY, QUEUE_FULL, SHUTTING_DOWN.</exception>
    public void Submit(ScheduledJob job, bool queue)
    {
        lock (_gate)
        {
            if (_closed) throw BridgeException.Of(ErrorCode.Unavailable, ErrorReason.ShuttingDown, "the engine is shutting down");
            if (!queue && Holder(job.Model) is { } holder)
                throw BridgeException.Of(ErrorCode.Aborted, ErrorReason.ModelBusy,
                    $"model \"{job.Model}\" is trained by job \"{holder.Id}\"; wait for it, cancel it, or ask for the queue",
                    ("model", job.Model), ("training_job", holder.Id), ("allowed", "queue = true"));
            if (_waiting.Count >= maxWaiting)
                throw BridgeException.Of(ErrorCode.ResourceExhausted, ErrorReason.QueueFull, $"{_waiting.Count} training jobs wait, as many as may; try later",
                    ("queue", "training"), ("waiting", _waiting.Count), ("capacity", maxWaiting));
            _waiting.Add(job);
            StartWhatCan();
        }
    }

    /// <summary>The job that trains or waits to train the model; null where there is none.</summary>
    public ScheduledJob? Find(string model)
    {
        lock (_gate) return Holder(model);
    }

    /// <summary>Asks the job to stop: one that waits never starts.</summary>
    public void Cancel(ScheduledJob job)
    {
        bool dropped;
        lock (_gate) dropped = _waiting.Remove(job);
        job.Stop();
        if (dropped) job.Abandon();
    }

    /// <summary>Cancels everything and waits for the threads.</summary>
    public void Dispose()
    {
        ScheduledJob[] waiting, running;
        lock (_gate)
        {
            _closed = true;
            (waiting, running) = ([.. _waiting], [.. _running]);
            _waiting.Clear();
        }
        foreach (var job in waiting)
        {
            job.Stop();
            job.Abandon();
        }
        foreach (var job in running) job.Stop();
        foreach (var job in running) job.Join();
        _threads.Dispose();
    }

    private ScheduledJob? Holder(string model) => _running.Find(j => j.Model == model) ?? _waiting.Find(j => j.Model == model);

    private void StartWhatCan()
    {
        for (var i = 0; i < _waiting.Count && _running.Count < maxRunning;)
        {
            var job = _waiting[i];
            if (_running.Exists(j => j.Model == job.Model))
            {
                i++;
                continue;
            }
            _waiting.RemoveAt(i);
            _running.Add(job);
            job.Start(_threads, Ended);
        }
    }

    private void Ended(ScheduledJob job)
    {
        lock (_gate)
        {
            _running.Remove(job);
            if (!_closed) StartWhatCan();
        }
    }
}
