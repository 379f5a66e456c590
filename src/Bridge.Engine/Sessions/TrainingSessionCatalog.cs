using Bridge.Engine.Jobs;
using Bridge.Engine.Jobs.Running;
using Bridge.Engine.Models;
using Bridge.Engine.Sessions.Running;
using Bridge.Engine.Values;

namespace Bridge.Engine;

/// <summary>Training that its caller drives, batch by batch. A session trains copies; calls get the versions before until it publishes.</summary>
public sealed class TrainingSessionCatalog
{
    private readonly ModelRegistry _models;
    private readonly JobScheduler _scheduler;
    private readonly TrainingClaims _claims;
    private readonly Action<string, Exception>? _unexpected;

    internal TrainingSessionCatalog(ModelRegistry models, JobScheduler scheduler, TrainingClaims claims, Action<string, Exception>? unexpected) =>
        (_models, _scheduler, _claims, _unexpected) = (models, scheduler, claims, unexpected);

    /// <summary>
    /// Opens a session, which waits for a place among the jobs. MODEL_BUSY where a job or session trains the model, unless it may wait (<see cref="TrainingSubject.Queue"/>); ADAPTER_NOT_FOUND,
    /// HEAD_NOT_FOUND, COMPOSITION_INVALID, ARGUMENT_INVALID. Dispose it.
    /// </summary>
    public async Task<TrainingSession> OpenAsync(TrainingSessionRequest request, CancellationToken cancellation = default)
    {
        var entry = _models[request.Model];
        var resolved = SubjectPlan.Resolve(entry, request);
        var options = SessionSettings.ToOptions(request.Settings);
        resolved = resolved with { Settings = SessionSettings.Resolve(request.Settings, options) };
        var id = ResourceIds.New("session");
        var claims = _claims.Claim(entry.Id, SubjectPlan.Changing(request), id);
        var run = new SessionRun(id, entry, resolved, options, claims, _unexpected);
        var scheduled = new ScheduledJob(id, entry.Id, run.Run, run.Abandon);
        try
        {
            _scheduler.Submit(scheduled, request.Queue);
        }
        catch
        {
            claims.Dispose();
            scheduled.Dispose();
            run.Dispose();
            throw;
        }
        _ = scheduled.Completion.ContinueWith(_ => run.Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            await run.Opened.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch
        {
            _scheduler.Cancel(scheduled);
            await scheduled.Completion.ConfigureAwait(false);
            throw;
        }
        return new TrainingSession(id, resolved, run, _scheduler, scheduled);
    }
}
