using System.Runtime.CompilerServices;
using Bridge.Core;
using Bridge.Engine.Jobs;
using Bridge.Engine.Jobs.Records;
using Bridge.Engine.Jobs.Running;
using Bridge.Engine.Models;
using Bridge.Engine.Values;

namespace Bridge.Engine;

/// <summary>
/// Training jobs: one at a time a model, each on a thread of its own. A job trains copies; calls get the versions before until it publishes its own, all at
/// once, at its end.
/// </summary>
public sealed class TrainingJobCatalog : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Model, string Id), TrainingJob> _jobs = [];
    private readonly ModelRegistry _models;
    private readonly DatasetCatalog _datasets;
    private readonly JobScheduler _scheduler;
    private readonly TrainingClaims _claims;
    private readonly TimeProvider _time;
    private readonly Action<string, Exception>? _unexpected;
    private readonly JobRecords? _records;

    internal TrainingJobCatalog(ModelRegistry models, DatasetCatalog datasets, JobScheduler scheduler, TrainingClaims claims, TimeProvider time, Action<string, Exception>? unexpected, JobRecords? records)
    {
        (_models, _datasets, _scheduler, _claims, _time, _unexpected, _records) = (models, datasets, scheduler, claims, time, unexpected, records);
        foreach (var (header, events) in records?.Load() ?? []) TakeUp(records!, header, events);
    }

    /// <summary>
    /// Starts a job, or lets it wait. What can be known now is refused now: MODEL_BUSY, ADAPTER_NOT_FOUND, HEAD_NOT_FOUND, DATASET_NOT_FOUND,
    /// COMPOSITION_INVALID, ARGUMENT_INVALID; the rest is the job's error.
    /// </summary>
    public TrainingJobInfo Create(TrainingJobRequest request)
    {
        var entry = _models[request.Model];
        var id = request.Id is { Length: > 0 } given ? ResourceIds.Check(given, "training_job_id") : ResourceIds.New("job");
        var (data, evaluation) = (_datasets.Entry(request.Dataset), request.EvaluationDataset is { } name ? _datasets.Entry(name) : null);
        var plan = JobPlan.Make(entry, request, evaluation is null ? [data] : [data, evaluation]);
        var job = new TrainingJob(id, plan.Request, _time, _records);
        var claims = _claims.Claim(entry.Id, SubjectPlan.Changing(request), id);
        try
        {
            var run = new JobRun(job, entry, plan.Options, data, evaluation, claims, _unexpected);
            job.Scheduled = new ScheduledJob(id, entry.Id, run.Run, run.Abandon, run.Announce);
            lock (_gate)
            {
                if (!_jobs.TryAdd((entry.Id, id), job))
                    throw BridgeException.Of(ErrorCode.AlreadyExists, ErrorReason.ArgumentInvalid, $"model \"{entry.Id}\" has a training job \"{id}\"", ("model", entry.Id), ("training_job", id));
            }
            try
            {
                _scheduler.Submit(job.Scheduled, request.Queue);
            }
            catch
            {
                lock (_gate) _jobs.Remove((entry.Id, id));
                throw;
            }
        }
        catch
        {
            claims.Dispose();
            job.Scheduled?.Dispose();
            job.Forget();
            job.Dispose();
            throw;
        }
        return job.Info;
    }

    /// <summary>The job; JOB_NOT_FOUND.</summary>
    public TrainingJobInfo Get(string model, string id) => Find(model, id).Info;

    /// <summary>The jobs of a model, or of all where it is null, oldest first.</summary>
    public IReadOnlyList<TrainingJobInfo> List(string? model)
    {
        TrainingJob[] jobs;
        lock (_gate) jobs = [.. _jobs.Where(j => model is null || j.Key.Model == model).Select(j => j.Value)];
        return [.. jobs.Select(j => j.Info).OrderBy(j => j.CreateTime).ThenBy(j => j.Id, StringComparer.Ordinal)];
    }

    /// <summary>
    /// Asks the job to end after the step at hand; cancelling twice is fine. JOB_NOT_RUNNING where it had ended otherwise.
    /// </summary>
    public TrainingJobInfo Cancel(string model, string id)
    {
        var job = Find(model, id);
        var state = job.Info.State;
        if (state is TrainingJobState.Succeeded or TrainingJobState.Failed)
            throw BridgeException.Precondition(ErrorReason.JobNotRunning, $"training job \"{id}\" has ended: {Upper(state)}", ("training_job", id), ("state", Upper(state)));
        if (job.Scheduled is { } scheduled) _scheduler.Cancel(scheduled);
        return job.Info;
    }

    /// <summary>Asks every job to end after the step at hand.</summary>
    public void CancelAll()
    {
        TrainingJob[] jobs;
        lock (_gate) jobs = [.. _jobs.Values];
        foreach (var job in jobs)
            if (job.Scheduled is { } scheduled)
                _scheduler.Cancel(scheduled);
    }

    /// <summary>Forgets a job that has ended; FAILED_PRECONDITION before.</summary>
    public void Delete(string model, string id)
    {
        var job = Find(model, id);
        var state = job.Info.State;
        if (state < TrainingJobState.Succeeded)
            throw BridgeException.Precondition(ErrorReason.ModelBusy, $"training job \"{id}\" has not ended: {Upper(state)}; cancel it first", ("training_job", id), ("state", Upper(state)));
        lock (_gate) _jobs.Remove((model, id));
        job.Forget();
        job.Dispose();
    }

    /// <summary>
    /// The events after number <paramref name="afterSequence"/>, those kept and those to come; the last is a terminal state. EVENTS_TRIMMED where events after it
    /// are no longer kept. A slow reader loses step events, nothing else.
    /// </summary>
    public async IAsyncEnumerable<JobEvent> WatchAsync(string model, string id, long afterSequence = 0, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var job = Find(model, id);
        using var reader = job.Log.Read(afterSequence);
        await foreach (var item in reader.ReadAllAsync(cancellation).ConfigureAwait(false)) yield return job.Convert(item);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var job in _jobs.Values) job.Dispose();
            _jobs.Clear();
        }
        _records?.Dispose();
    }

    private void TakeUp(JobRecords records, JobHeader header, IReadOnlyList<JobEvent> events)
    {
        try
        {
            _jobs[(header.Request.Model, header.Id)] = new TrainingJob(header, events, _time, records);
        }
        catch (BridgeException error)
        {
            records.Skip(header, error);
        }
    }

    private TrainingJob Find(string model, string id)
    {
        lock (_gate)
        {
            return _jobs.TryGetValue((model, id), out var job)
                ? job
                : throw BridgeException.NotFound(ErrorReason.JobNotFound, $"model \"{model}\" has no training job \"{id}\"", ("model", model), ("training_job", id));
        }
    }

    private static string Upper(TrainingJobState state) => state.ToString().ToUpperInvariant();
}
