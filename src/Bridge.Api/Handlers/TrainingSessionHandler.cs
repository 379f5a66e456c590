using Bridge.Api.Mapping;
using Bridge.Core;
using Bridge.Engine;
using PartCase = Bridge.Api.V1.RunTrainingSessionRequest.PartOneofCase;

namespace Bridge.Api;

/// <summary>bridge.v1.TrainingSessionService: a session is its stream.</summary>
public sealed class TrainingSessionHandler
{
    // What one batch may hold in memory.
    private const long MaxBatchBytes = 1L << 30;

    private readonly BridgeEngine _engine;
    private readonly ApiOptions _options;

    internal TrainingSessionHandler(BridgeEngine engine, ApiOptions options) => (_engine, _options) = (engine, options);

    /// <summary>RunTrainingSession.</summary>
    public async IAsyncEnumerable<V1.RunTrainingSessionResponse> RunAsync(IAsyncEnumerable<V1.RunTrainingSessionRequest> requests, CallContext context)
    {
        await using var messages = requests.GetAsyncEnumerator(context.Cancellation);
        if (!await messages.MoveNextAsync().ConfigureAwait(false) || messages.Current.PartCase != PartCase.Start)
            throw Violations.Of("start", ErrorReason.ArgumentInvalid, "the first message is start, which says what is trained");
        await using var session = await OpenAsync(messages.Current.Start, context).ConfigureAwait(false);
        // A caller who is gone reads no further, so that nobody would come to the end of this method.
        await using var closing = context.Cancellation.UnsafeRegister(static open => ((TrainingSession)open!).Close(), session).ConfigureAwait(false);
        yield return new V1.RunTrainingSessionResponse { Started = SessionMapper.ToMessage(session) };
        var assembler = new TensorAssembler(MaxBatchBytes);
        var finished = false;
        while (await messages.MoveNextAsync().ConfigureAwait(false))
        {
            var request = messages.Current;
            if (finished) throw Violations.Of("part", ErrorReason.ArgumentInvalid, $"{request.PartCase} comes after finish");
            switch (request.PartCase)
            {
                case PartCase.Tensor:
                    assembler.Add(request.Tensor);
                    break;
                case PartCase.Train:
                    var step = await Located("train", () => session.StepAsync(Batch(request.Train, "train", assembler), context.Cancellation)).ConfigureAwait(false);
                    var trained = SessionMapper.ToMessage(step, request.Train.BatchId);
                    foreach (var piece in Logits(step.Logits, inline => trained.Logits = inline)) yield return piece;
                    yield return new V1.RunTrainingSessionResponse { Step = trained };
                    break;
                case PartCase.Evaluate:
                    if (request.Evaluate.HasStep) throw Violations.Of("evaluate.step", ErrorReason.ArgumentInvalid, "evaluate.step is set; an evaluation changes nothing");
                    var result = await Located("evaluate", () => session.EvaluateAsync(Batch(request.Evaluate, "evaluate", assembler), context.Cancellation)).ConfigureAwait(false);
                    var scored = SessionMapper.ToMessage(result, request.Evaluate.BatchId);
                    foreach (var piece in Logits(result.Logits, inline => scored.Logits = inline)) yield return piece;
                    yield return new V1.RunTrainingSessionResponse { Evaluation = scored };
                    break;
                case PartCase.Publish:
                    yield return new V1.RunTrainingSessionResponse { Published = new V1.TrainingSessionPublished { Step = await session.PublishAsync(context.Cancellation).ConfigureAwait(false) } };
                    break;
                case PartCase.Finish:
                    finished = true;
                    yield return await EndAsync(session, context).ConfigureAwait(false);
                    break;
                default:
                    throw Violations.Of("part", ErrorReason.ArgumentInvalid, $"{request.PartCase}: after start come tensor, train, evaluate, publish and finish");
            }
        }
        if (!finished) yield return await EndAsync(session, context).ConfigureAwait(false);
    }

    private SessionBatch Batch(V1.TrainingBatch batch, string field, TensorAssembler assembler) => SessionMapper.Read(batch, field, assembler.Take(), _options.MaxInlineTensorBytes);

    private async Task<TrainingSession> OpenAsync(V1.TrainingSessionStart start, CallContext context)
    {
        try
        {
            return await _engine.Sessions.OpenAsync(SessionMapper.Read(start), context.Cancellation).ConfigureAwait(false);
        }
        catch (BridgeException error) when (error.Violations.Count > 0)
        {
            throw OptionsMapper.Located(error, "start.options");
        }
    }

    // Fields are told below the message that they came in.
    private static async Task<T> Located<T>(string field, Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (BridgeException error) when (error.Violations.Any(v => !v.Field.StartsWith(field, StringComparison.Ordinal)))
        {
            throw Violations.Below(error, field);
        }
    }

    private IEnumerable<V1.RunTrainingSessionResponse> Logits(TensorValue? logits, Action<V1.Tensor> inline)
    {
        if (logits is null) yield break;
        if (logits.Data.Length <= _options.MaxInlineTensorBytes)
        {
            inline(TensorMapper.Write(logits));
            yield break;
        }
        foreach (var chunk in TensorPieces.Of("logits", logits, _options.ChunkBytes)) yield return new V1.RunTrainingSessionResponse { Tensor = chunk };
    }

    private static async Task<V1.RunTrainingSessionResponse> EndAsync(TrainingSession session, CallContext context) =>
        new() { Result = SessionMapper.ToMessage(await session.FinishAsync(context.Cancellation).ConfigureAwait(false)) };
}
