using Bridge.Api;
using Bridge.Api.V1;
using ErrorReason = Bridge.Core.ErrorReason;

namespace Bridge.Native.Handles;

/// <summary>bridge_job: a training job of a model by its id, and a reader of its events.</summary>
internal sealed class NativeJob : IDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private Thread? _caller;
    private int _disposed;

    public NativeJob(NativeModel model, TrainingJob job, long afterSequence)
    {
        (Model, Name) = (model, job.Name);
        Id = new NativeText(job.Name[(job.Name.LastIndexOf('/') + 1)..]);
        var request = new WatchTrainingJobRequest { Name = job.Name, AfterSequence = afterSequence };
        Events = new PullReader<TrainingEvent>(model.Engine.Api.Training.WatchAsync(request, new CallContext { Cancellation = _closing.Token }), _closing.Token);
    }

    public NativeModel Model { get; }

    /// <summary>models/{model}/trainingJobs/{job}.</summary>
    public string Name { get; }

    public NativeText Id { get; }

    public PullReader<TrainingEvent> Events { get; }

    public TrainingJob Current => NativeEngine.Wait(Model.Engine.Api.Training.HandleAsync(new GetTrainingJobRequest { Name = Name }, NativeEngine.Context));

    /// <summary>Calls <paramref name="action"/> with each event on a thread of its own until it answers false or the events end.</summary>
    public void OnEvent(Func<TrainingEvent, bool> action)
    {
        var thread = new Thread(() => Pump(action)) { IsBackground = true, Name = "bridge events" };
        if (Interlocked.CompareExchange(ref _caller, thread, null) is not null)
            throw BridgeException.Precondition(ErrorReason.ArgumentInvalid, "the job's events have a callback already; open another handle for another one");
        thread.Start();
    }

    /// <summary>The state at the end of the job; <see cref="TimeoutException"/>.</summary>
    public TrainingState Wait(int milliseconds)
    {
        var deadline = milliseconds < 0 ? long.MaxValue : Environment.TickCount64 + milliseconds;
        var job = Current;
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        var request = new WatchTrainingJobRequest { Name = Name, AfterSequence = job.LastSequence };
        using var later = new PullReader<TrainingEvent>(Model.Engine.Api.Training.WatchAsync(request, new CallContext { Cancellation = leaving.Token }), leaving.Token);
        try
        {
            var state = job.State;
            while (state < TrainingState.Succeeded)
            {
                var left = milliseconds < 0 ? -1 : (int)Math.Max(0, deadline - Environment.TickCount64);
                if (later.Next(left) is not { } item) return Current.State;
                if (item.EventCase == TrainingEvent.EventOneofCase.StateChanged) state = item.StateChanged.State;
            }
            return state;
        }
        finally
        {
            leaving.Cancel();
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        _closing.Cancel();
        if (_caller is { } thread && thread != Thread.CurrentThread && thread.IsAlive) thread.Join();
        Events.Dispose();
        Id.Dispose();
    }

    private void Pump(Func<TrainingEvent, bool> action)
    {
        try
        {
            while (Events.Next(-1) is { } item && action(item))
            {
            }
        }
        catch (Exception)
        {
            // The handle was destroyed, or the job deleted: there is nobody to call.
        }
    }
}
