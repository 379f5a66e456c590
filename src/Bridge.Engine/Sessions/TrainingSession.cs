using System.Diagnostics;
using Bridge.Engine.Jobs;
using Bridge.Engine.Sessions.Running;

namespace Bridge.Engine;

/// <summary>
/// An open training session: it holds its model as a running job does, and one of the places of jobs. Batches are taken in order. An error changes no parameter; batches that were gathered
/// for the step at hand are forgotten then, and the session goes on. However it ends, what it trained is put in place as the last whole step left it.
/// </summary>
public sealed class TrainingSession : IAsyncDisposable
{
    private readonly SessionRun _run;
    private readonly JobScheduler _scheduler;
    private readonly ScheduledJob _scheduled;
    private readonly long _start = Stopwatch.GetTimestamp();

    internal TrainingSession(string id, TrainingSessionRequest request, SessionRun run, JobScheduler scheduler, ScheduledJob scheduled) =>
        (Id, Request, _run, _scheduler, _scheduled) = (id, request, run, scheduler, scheduled);

    /// <summary>Its id.</summary>
    public string Id { get; }

    /// <summary>What was asked for, every default filled in.</summary>
    public TrainingSessionRequest Request { get; }

    /// <summary>
    /// Trains on a batch. NON_FINITE_LOSS; JOB_NOT_RUNNING after the end and after <see cref="TrainingSettings.MaxSteps"/>; ARGUMENT_INVALID, DATA_INVALID and what forward passes refuse.
    /// </summary>
    public Task<SessionStepResult> StepAsync(SessionBatch batch, CancellationToken cancellation = default)
    {
        SessionBatches.Check(batch);
        return _run.Do(token => _run.Step(batch, token), cancellation);
    }

    /// <summary>Runs a batch without dropout; changes nothing, and keeps what was gathered. The same errors.</summary>
    public Task<SessionEvaluation> EvaluateAsync(SessionBatch batch, CancellationToken cancellation = default)
    {
        SessionBatches.Check(batch);
        return _run.Do(token => _run.Evaluate(batch, token), cancellation);
    }

    /// <summary>Puts what was trained in place as the last whole step left it, so that calls get it and it can be saved; the session goes on. The answer is the number of steps.</summary>
    public Task<long> PublishAsync(CancellationToken cancellation = default) => _run.Do(_ => _run.Publish(), cancellation);

    /// <summary>Puts what was trained in place and ends the session.</summary>
    public async Task<SessionResult> FinishAsync(CancellationToken cancellation = default)
    {
        var result = await _run.Do(_ => _run.Finish(_start), cancellation).ConfigureAwait(false);
        await _scheduled.Completion.ConfigureAwait(false);
        return result;
    }

    /// <summary>Ends the session without waiting for it; what runs is cancelled.</summary>
    public void Close() => _scheduler.Cancel(_scheduled);

    /// <summary>Ends the session, where it has not ended, and waits until what it trained is in place.</summary>
    public async ValueTask DisposeAsync()
    {
        Close();
        await _scheduled.Completion.ConfigureAwait(false);
    }
}
