using Grpc.Core;

namespace AdapterBridge.Client;

/// <summary>
/// A training loop of the caller's, batch by batch; one call at a time. However it ends, what it trained is put in place as the last whole step left it: by <see cref="FinishAsync"/>, by
/// disposing it, by an error or a cancelled call, each of which ends it, and by the end of this program. A batch that is refused has changed nothing.
/// </summary>
public sealed class TrainingSession : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly AsyncDuplexStreamingCall<Wire.RunTrainingSessionRequest, Wire.RunTrainingSessionResponse> _call;

    private TrainingSession(Connection connection) => _call = connection.TrainingSessions.RunTrainingSession(Connection.Stream(_end.Token));

    /// <summary>Its id, which MODEL_BUSY tells others.</summary>
    public string Id { get; private set; } = "";

    /// <summary>Trains on a batch.</summary>
    public async Task<StepResult> StepAsync(TrainingBatch batch, CancellationToken cancellationToken = default)
    {
        var (answer, logits) = await AskAsync(batch.ToMessages(b => new Wire.RunTrainingSessionRequest { Train = b }), cancellationToken).ConfigureAwait(false);
        var m = Due(answer.Step);
        return new StepResult(m.Sequence, m.Step, m.Stepped, m.Loss, m.StepLoss, m.LearningRate, m.HasGradientNorm ? m.GradientNorm : null, m.TokenCount, m.Logits is { } inline ? Tensor.From(inline) : logits);
    }

    /// <summary>Runs a batch without dropout; changes nothing.</summary>
    public async Task<BatchEvaluation> EvaluateAsync(TrainingBatch batch, CancellationToken cancellationToken = default)
    {
        var (answer, logits) = await AskAsync(batch.ToMessages(b => new Wire.RunTrainingSessionRequest { Evaluate = b }), cancellationToken).ConfigureAwait(false);
        var m = Due(answer.Evaluation);
        return new BatchEvaluation(m.Step, m.HasLoss ? m.Loss : null, m.TokenCount, m.Logits is { } inline ? Tensor.From(inline) : logits);
    }

    /// <summary>Puts what was trained so far in place, so that calls get it and it can be saved; the answer is the number of steps.</summary>
    public async Task<long> PublishAsync(CancellationToken cancellationToken = default) =>
        Due((await AskAsync([new Wire.RunTrainingSessionRequest { Publish = new Wire.TrainingSessionPublish() }], cancellationToken).ConfigureAwait(false)).Answer.Published).Step;

    /// <summary>Puts what was trained in place and ends the session.</summary>
    public async Task<SessionResult> FinishAsync(CancellationToken cancellationToken = default)
    {
        var m = Due((await AskAsync([new Wire.RunTrainingSessionRequest { Finish = new Wire.TrainingSessionFinish() }], cancellationToken).ConfigureAwait(false)).Answer.Result);
        return new SessionResult(m.Steps, m.Batches, m.DroppedBatches, m.TokenCount, m.HasFinalLoss ? m.FinalLoss : null, m.Duration.ToTimeSpan());
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _end.Cancel();
        _call.Dispose();
        _end.Dispose();
        return ValueTask.CompletedTask;
    }

    internal static async Task<TrainingSession> OpenAsync(Connection connection, string model, SessionRequest request, CancellationToken cancellation)
    {
        var session = new TrainingSession(connection);
        try
        {
            var (answer, _) = await session.AskAsync([request.ToMessage(model)], cancellation).ConfigureAwait(false);
            session.Id = Due(answer.Started).SessionId;
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<(Wire.RunTrainingSessionResponse Answer, Tensor? Logits)> AskAsync(IEnumerable<Wire.RunTrainingSessionRequest> messages, CancellationToken cancellation)
    {
        // A call given up leaves an answer behind that nobody awaits, so the session ends with it.
        using var stopping = cancellation.Register(_end.Cancel);
        try
        {
            foreach (var message in messages) await _call.RequestStream.WriteAsync(message, cancellation).ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is RpcException or InvalidOperationException && !cancellation.IsCancellationRequested)
        {
            // The call has ended already; reading says why.
        }

        var pieces = new TensorPieces();
        await foreach (var answer in Streams.ReadAsync(_call.ResponseStream, cancellation).ConfigureAwait(false))
        {
            if (answer.Tensor is { } piece) pieces.Add(piece);
            else return (answer, pieces.Tensors.GetValueOrDefault("logits"));
        }

        throw new AdapterBridgeException(StatusCode.FailedPrecondition, "JOB_NOT_RUNNING", "the training session has ended");
    }

    private static T Due<T>(T? part)
        where T : class => part ?? throw new AdapterBridgeException(StatusCode.Internal, "", $"the answer holds no {typeof(T).Name}");
}
