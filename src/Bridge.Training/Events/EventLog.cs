using Bridge.Core;

namespace Bridge.Training.Events;

/// <summary>
/// The events of one job: numbered, timed, the last 4,096 kept. Any thread may write or read. Writing never waits for readers: one that lags behind
/// loses step events, never the others.
/// </summary>
public sealed class EventLog
{
    /// <summary>How many events are kept, and how many a reader may lag behind before it loses some.</summary>
    public const int DefaultCapacity = 4096;

    private readonly Lock _lock = new();
    private readonly Queue<TrainingEvent> _kept = new();
    private readonly List<EventReader> _readers = [];
    private readonly TimeProvider _time;
    private readonly int _capacity;
    private readonly Action<TrainingEvent>? _written;
    private long _last;

    /// <summary>An empty log.</summary>
    /// <param name="time">The clock; null is the system's.</param>
    /// <param name="capacity">Events kept.</param>
    /// <param name="written">Told of every event, in order, before any reader; must not throw.</param>
    public EventLog(TimeProvider? time = null, int capacity = DefaultCapacity, Action<TrainingEvent>? written = null) =>
        (_time, _capacity, _written) = (time ?? TimeProvider.System, capacity, written);

    /// <summary>Takes up the last events of a log that another process wrote, with their numbers and times; only into an empty log.</summary>
    /// <param name="events">In order, without gaps.</param>
    public void TakeUp(IEnumerable<(long Sequence, DateTimeOffset Time, TrainingEvent Event)> events)
    {
        lock (_lock)
        {
            foreach (var (sequence, time, item) in events)
            {
                if (IsComplete || (_last > 0 && sequence != _last + 1) || sequence < 1)
                    throw BridgeException.Corrupt($"event {sequence} follows event {_last}{(IsComplete ? ", which is terminal" : "")}", ("sequence", sequence), ("last_sequence", _last));
                var known = item with { Sequence = sequence, Time = time };
                Keep(known);
                foreach (var reader in _readers) reader.Offer(known, IsComplete);
            }
        }
    }

    /// <summary>The number of the newest event; 0 where there is none.</summary>
    public long LastSequence
    {
        get { lock (_lock) return _last; }
    }

    /// <summary>Whether a terminal state was logged, after which nothing follows.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Logs an event and returns it with its number and time.</summary>
    public TrainingEvent Append(TrainingEvent item)
    {
        lock (_lock)
        {
            if (IsComplete)
                throw BridgeException.Of(ErrorCode.Internal, ErrorReason.InvariantBroken, $"{item.GetType().Name} after the terminal state of the job",
                    ("event", item.GetType().Name), ("last_sequence", _last));
            item = item with { Sequence = _last + 1, Time = _time.GetUtcNow() };
            Keep(item);
            _written?.Invoke(item);
            foreach (var reader in _readers) reader.Offer(item, IsComplete);
            return item;
        }
    }

    /// <summary>
    /// A reader of all events after number <paramref name="afterSequence"/>: those kept, then those to come. 0 begins with the oldest kept.
    /// OUT_OF_RANGE / EVENTS_TRIMMED where events after it are kept no longer. Dispose it when done.
    /// </summary>
    public EventReader Read(long afterSequence = 0)
    {
        lock (_lock)
        {
            var oldest = _last - _kept.Count + 1;
            if (afterSequence < 0 || afterSequence > _last)
                throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"after_sequence {afterSequence} is outside [0, {_last}]", ("after_sequence", afterSequence), ("last_sequence", _last));
            if (afterSequence > 0 && afterSequence + 1 < oldest)
                throw BridgeException.Of(ErrorCode.OutOfRange, ErrorReason.EventsTrimmed, $"events after {afterSequence} are no longer kept; the oldest is {oldest}",
                    ("after_sequence", afterSequence), ("oldest_sequence", oldest), ("last_sequence", _last));
            var reader = new EventReader(this, _capacity);
            foreach (var item in _kept)
                if (item.Sequence > afterSequence)
                    reader.Offer(item, complete: false);
            if (IsComplete) reader.Complete();
            else _readers.Add(reader);
            return reader;
        }
    }

    /// <summary>A copy of the events kept, oldest first.</summary>
    public IReadOnlyList<TrainingEvent> Snapshot()
    {
        lock (_lock) return [.. _kept];
    }

    private void Keep(TrainingEvent item)
    {
        _last = item.Sequence;
        IsComplete = item is StateChangedEvent change && change.State.IsTerminal();
        if (_kept.Count == _capacity) _kept.Dequeue();
        _kept.Enqueue(item);
    }

    internal void Remove(EventReader reader)
    {
        lock (_lock) _readers.Remove(reader);
    }
}
