using System.Runtime.CompilerServices;
using Grpc.Core;

namespace AdapterBridge.Client;

/// <summary>A training job as it was when it was asked for.</summary>
public sealed record TrainingJob : Resource
{
    private readonly Connection _connection;

    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    internal TrainingJob(Connection connection, Wire.TrainingJob m)
    {
        _connection = connection;
        Name = m.Name;
        State = (TrainingState)m.State;
        Adapters = [.. m.Spec?.Adapters ?? []];
        Heads = [.. m.Spec?.Heads ?? []];
        Setup = Client.Setup.From(m.Spec?.Setup);
        Dataset = m.Spec?.Dataset ?? "";
        Evaluation = m.Spec?.EvaluationDataset ?? "";
        Options = TrainingOptions.From(m.Spec?.Options);
        Progress = TrainingProgress.From(m.Progress);
        Result = TrainingResult.From(m.Result);
        Error = m.Error is { } error ? Errors.Of(error) : null;
        LastSequence = m.LastSequence;
        CreateTime = m.CreateTime?.ToDateTimeOffset();
        StartTime = m.StartTime?.ToDateTimeOffset();
        EndTime = m.EndTime?.ToDateTimeOffset();
        Etag = m.Etag;
    }

    /// <summary>Its state.</summary>
    public TrainingState State { get; }

    /// <summary>Ids of the adapters that it trains.</summary>
    public IReadOnlyList<string> Adapters { get; }

    /// <summary>Ids of the heads that it trains.</summary>
    public IReadOnlyList<string> Heads { get; }

    /// <summary>What acts during training.</summary>
    public Setup? Setup { get; }

    /// <summary>The rows it trains on, <c>datasets/{dataset}</c>.</summary>
    public string Dataset { get; }

    /// <summary>The rows it evaluates with; empty for none.</summary>
    public string Evaluation { get; }

    /// <summary>How it trains, with the defaults filled in.</summary>
    public TrainingOptions Options { get; }

    /// <summary>How far it was.</summary>
    public TrainingProgress Progress { get; }

    /// <summary>How it ended; null before.</summary>
    public TrainingResult? Result { get; }

    /// <summary>Why it failed; null otherwise.</summary>
    public AdapterBridgeException? Error { get; }

    /// <summary>The number of its last event.</summary>
    public long LastSequence { get; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset? CreateTime { get; }

    /// <summary>When it began; null while it waits.</summary>
    public DateTimeOffset? StartTime { get; }

    /// <summary>When it ended; null before.</summary>
    public DateTimeOffset? EndTime { get; }

    /// <summary>Changes whenever its state does.</summary>
    public string Etag { get; }

    /// <summary>Whether it had ended.</summary>
    public bool IsDone => State is TrainingState.Succeeded or TrainingState.Failed or TrainingState.Cancelled;

    private TrainingJobs Jobs => new(_connection, Name[..Name.LastIndexOf("/trainingJobs/", StringComparison.Ordinal)]);

    /// <summary>The job as it is now.</summary>
    public Task<TrainingJob> GetAsync(CancellationToken cancellationToken = default) => Jobs.GetAsync(Name, cancellationToken);

    /// <summary>Asks that it end after the step at hand. JOB_NOT_RUNNING where it has ended otherwise.</summary>
    public Task CancelAsync(CancellationToken cancellationToken = default) => Jobs.CancelAsync(Name, cancellationToken);

    /// <summary>Forgets it, once it has ended.</summary>
    public Task DeleteAsync(bool allowMissing = false, CancellationToken cancellationToken = default) => Jobs.DeleteAsync(Name, allowMissing, cancellationToken);

    /// <summary>
    /// The events of the job up to its end, each once; goes on by itself after a broken connection. Leaving the loop does not cancel the job.
    /// <paramref name="afterSequence"/> leaves out the events up to that number.
    /// </summary>
    public async IAsyncEnumerable<TrainingEvent> WatchAsync(long afterSequence = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var attempts = new Reconnection(_connection.Options.ReconnectTime);
        while (true)
        {
            AdapterBridgeException? lost = null;
            using var call = _connection.Training.WatchTrainingJob(new Wire.WatchTrainingJobRequest { Name = Name, AfterSequence = afterSequence }, Connection.Stream(cancellationToken));
            await using var messages = Streams.ReadAsync(call.ResponseStream, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (true)
            {
                try
                {
                    if (!await messages.MoveNextAsync().ConfigureAwait(false)) break;
                }
                catch (AdapterBridgeException error) when (error.Code == StatusCode.Unavailable)
                {
                    lost = error;
                    break;
                }

                if (messages.Current.Sequence <= afterSequence) continue;
                attempts.Reset();
                var occurrence = TrainingEvent.From(messages.Current);
                afterSequence = occurrence.Sequence;
                yield return occurrence;
                if (occurrence is TrainingStateChanged { IsLast: true }) yield break;
            }

            if (lost is null)
            {
                var job = await GetAsync(cancellationToken).ConfigureAwait(false);
                if (job.IsDone && afterSequence >= job.LastSequence) yield break; // its last event had been seen before
                lost = new AdapterBridgeException(StatusCode.Unavailable, "", $"{Name}: the stream of events ended before the job");
            }

            await attempts.WaitAsync(lost, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for the end.</summary>
    /// <exception cref="AdapterBridgeException">What made it fail, or CANCELLED.</exception>
    public async Task<TrainingResult> WaitAsync(CancellationToken cancellationToken = default)
    {
        TrainingStateChanged? last = null;
        await foreach (var occurrence in WatchAsync(LastSequence > 0 && !IsDone ? LastSequence - 1 : 0, cancellationToken).ConfigureAwait(false)) last = occurrence as TrainingStateChanged ?? last;
        var job = await GetAsync(cancellationToken).ConfigureAwait(false);
        if ((job.Error ?? last?.Error) is { } error) throw error;
        if (job.State == TrainingState.Cancelled) throw new AdapterBridgeException(StatusCode.Cancelled, "", $"{Name} was cancelled after {job.Progress.Step} steps");
        return job.Result ?? last?.Result ?? throw new AdapterBridgeException(StatusCode.Internal, "", $"{Name} ended without a result");
    }
}
