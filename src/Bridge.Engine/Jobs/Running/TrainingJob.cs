using Bridge.Core;
using Bridge.Engine.Jobs.Records;
using Bridge.Training;
using Bridge.Training.Events;

namespace Bridge.Engine.Jobs.Running;

/// <summary>A job with its events. What its state is follows from them.</summary>
internal sealed class TrainingJob : IDisposable
{
    private readonly Lock _gate = new();
    private readonly EventReader _reader;
    private readonly JobRecord? _record;
    private TrainingJobState _state = TrainingJobState.Queued;
    private JobStep? _lastStep;
    private DateTimeOffset? _start;
    private DateTimeOffset? _end;
    private DateTimeOffset _update;
    private BridgeException? _error;

    /// <summary>A job that waits.</summary>
    public TrainingJob(string id, TrainingJobRequest request, TimeProvider time, JobRecords? records)
        : this(new JobHeader { Format = JobHeader.CurrentFormat, Id = id, Request = request, CreateTime = time.GetUtcNow() }, time, records) =>
        Log.Append(new StateChangedEvent(TrainingState.Queued));

    /// <summary>A job of an engine before. One that had not ended has failed now: JOB_INTERRUPTED. CHECKPOINT_CORRUPT.</summary>
    public TrainingJob(JobHeader header, IReadOnlyList<JobEvent> events, TimeProvider time, JobRecords records) : this(header, time, records)
    {
        _start = header.StartTime;
        Log.TakeUp(events.TakeLast(EventLog.DefaultCapacity).Select(e => (e.Sequence, e.Time, Back(e))));
        if (Log.IsComplete) Result = (events[^1] as JobStateChanged)?.Result;
        else Log.Append(new StateChangedEvent(TrainingState.Failed, Interrupted(header.Request, Info)));
    }

    private TrainingJob(JobHeader header, TimeProvider time, JobRecords? records)
    {
        (Id, Request, CreateTime, _update) = (header.Id, header.Request, header.CreateTime, header.CreateTime);
        _record = records?.New(header);
        Log = new EventLog(time, written: _record is null ? null : item => _record.Append(Convert(item), () => Log!.Snapshot().Select(Convert)));
        _reader = Log.Read();
    }

    public string Id { get; }

    public TrainingJobRequest Request { get; }

    public DateTimeOffset CreateTime { get; }

    public EventLog Log { get; }

    public ScheduledJob? Scheduled { get; set; }

    /// <summary>How it ended; set before the terminal event.</summary>
    public TrainingJobResult? Result { get; set; }

    /// <summary>Metrics of the last and of the best evaluation, for a result that is made of events.</summary>
    public (IReadOnlyDictionary<string, double> Last, IReadOnlyDictionary<string, double> Best, long? BestStep) Evaluations { get; private set; } =
        (new Dictionary<string, double>(), new Dictionary<string, double>(), null);

    public TrainingJobInfo Info
    {
        get
        {
            lock (_gate)
            {
                // The reader loses step events at most, and never the newest.
                while (_reader.TryRead(out var item)) Follow(item);
                return new TrainingJobInfo
                {
                    Id = Id,
                    Request = Request,
                    State = _state,
                    LastStep = _lastStep,
                    Result = _state is TrainingJobState.Succeeded or TrainingJobState.Cancelled ? Result : null,
                    Error = _error,
                    LastSequence = Log.LastSequence,
                    CreateTime = CreateTime,
                    StartTime = _start,
                    EndTime = _end,
                    UpdateTime = _update,
                };
            }
        }
    }

    /// <summary>The event as the engine tells it.</summary>
    public JobEvent Convert(TrainingEvent item) => item switch
    {
        StateChangedEvent e => new JobStateChanged(e.Sequence, e.Time, (TrainingJobState)(int)e.State, e.Error, e.State is TrainingState.Succeeded or TrainingState.Cancelled ? Result : null),
        StepEvent e => new JobStep(e.Sequence, e.Time, e.Step, e.TotalSteps, e.Epoch, e.Loss, e.LearningRate, e.GradientNorm, e.TokensPerSecond),
        EvaluationEvent e => new JobEvaluation(e.Sequence, e.Time, e.Step, e.Epoch, Chosen(e.Metrics), e.Best),
        CheckpointEvent e => new JobCheckpoint(e.Sequence, e.Time, e.Step, e.Path),
        LogEvent e => new JobLog(e.Sequence, e.Time, e.Message, e.Warning),
        _ => throw BridgeException.Of(ErrorCode.Internal, ErrorReason.InvariantBroken, $"event {item.GetType().Name} is not known", ("event", item.GetType().Name)),
    };

    /// <summary>The metrics that the request wants.</summary>
    public IReadOnlyDictionary<string, double> Chosen(IReadOnlyDictionary<string, double>? metrics)
    {
        if (metrics is null) return new Dictionary<string, double>();
        var wanted = Request.Settings.Metrics;
        return wanted.Count == 0 ? metrics : metrics.Where(m => wanted.Contains(m.Key)).ToDictionary(m => m.Key, m => m.Value);
    }

    /// <summary>Removes what is kept of it for the next engine.</summary>
    public void Forget() => _record?.Delete();

    public void Dispose()
    {
        _reader.Dispose();
        _record?.Dispose();
    }

    private static TrainingEvent Back(JobEvent item) => item switch
    {
        JobStateChanged e => new StateChangedEvent((TrainingState)(int)e.State, e.Error),
        JobStep e => new StepEvent(e.Step, e.TotalSteps, e.Epoch, e.Loss, e.LearningRate, e.GradientNorm, e.TokensPerSecond),
        JobEvaluation e => new EvaluationEvent(e.Step, e.Epoch, e.Metrics, e.Best),
        JobCheckpoint e => new CheckpointEvent(e.Step, e.Path),
        JobLog e => new LogEvent(e.Message, e.Warning),
        _ => throw BridgeException.Of(ErrorCode.Internal, ErrorReason.InvariantBroken, $"event {item.GetType().Name} is not known", ("event", item.GetType().Name)),
    };

    private static BridgeException Interrupted(TrainingJobRequest request, TrainingJobInfo info)
    {
        var step = info.LastStep?.Step ?? 0;
        var did = info.StartTime is null ? "waited" : $"ran, after step {step}";
        var facts = new List<(string, object?)> { ("state", info.State.ToString().ToUpperInvariant()), ("step", step) };
        var message = $"the process ended while the job {did}; no checkpoint was written, create it again";
        if (request.CheckpointFolder is { } folder && Trainer.NewestCheckpoint(folder) is { } checkpoint)
        {
            message = $"the process ended while the job {did}; create it again with resume to go on from \"{checkpoint}\"";
            facts.AddRange([("checkpoint", checkpoint), ("checkpoint_step", Trainer.StepOf(checkpoint)), ("checkpoint_folder", folder)]);
        }
        return BridgeException.Of(ErrorCode.Aborted, ErrorReason.JobInterrupted, message, [("training_job", info.Id), .. facts]);
    }

    private void Follow(TrainingEvent item)
    {
        _update = item.Time;
        switch (Convert(item))
        {
            case JobStep step:
                _lastStep = step;
                break;
            case JobEvaluation evaluation:
                Evaluations = evaluation.Best
                    ? (evaluation.Metrics, evaluation.Metrics, evaluation.Step)
                    : (evaluation.Metrics, Evaluations.Best, Evaluations.BestStep);
                break;
            case JobStateChanged change:
                (_state, _error) = (change.State, change.Error);
                if (change.State == TrainingJobState.Running) _start = change.Time;
                if (change.State >= TrainingJobState.Succeeded) _end = change.Time;
                break;
            default:
                break;
        }
    }
}
