using Bridge.Core;
using Bridge.Training.Events;

namespace Bridge.Engine.Jobs.Running;

/// <summary>A job with its events. What its state is follows from them.</summary>
internal sealed class TrainingJob : IDisposable
{
    private readonly Lock _gate = new();
    private readonly EventReader _reader;
    private readonly TimeProvider _time;
    private TrainingJobState _state = TrainingJobState.Queued;
    private JobStep? _lastStep;
    private DateTimeOffset? _start;
    private DateTimeOffset? _end;
    private DateTimeOffset _update;
    private BridgeException? _error;

    public TrainingJob(string id, TrainingJobRequest request, TimeProvider time)
    {
        (Id, Request, _time) = (id, request, time);
        CreateTime = _update = time.GetUtcNow();
        Log = new EventLog(time);
        _reader = Log.Read();
        Log.Append(new StateChangedEvent(TrainingState.Queued));
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

    public void Dispose() => _reader.Dispose();

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
