using Bridge.Core;
using Bridge.Engine;
using Google.Protobuf.WellKnownTypes;

namespace Bridge.Api.Mapping;

/// <summary>Training sessions as messages.</summary>
internal static class SessionMapper
{
    public static TrainingSessionRequest Read(V1.TrainingSessionStart start)
    {
        var heads = start.Setup?.Heads ?? [];
        if (heads.Count > 1) throw Violations.Of("start.setup.heads", ErrorReason.ArgumentInvalid, $"start.setup.heads names {heads.Count} heads; at most one gives the loss");
        return new TrainingSessionRequest
        {
            Model = Names.ReadModel(start.Model, "start.model"),
            Adapters = [.. start.Adapters],
            Heads = [.. start.Heads],
            Fusions = [.. start.Fusions],
            Setup = SetupMapper.Read(start.Setup, "start.setup"),
            Embedding = SetupMapper.Embedding(start.Setup),
            TrainEmbedding = start.TrainEmbedding,
            Head = heads.Count == 1 ? heads[0] : null,
            MaxLength = start.MaxLength == 0 ? null : start.MaxLength,
            Settings = OptionsMapper.Read(start.Options),
            Queue = start.Queue,
        };
    }

    public static V1.TrainingSessionStarted ToMessage(TrainingSession session)
    {
        var r = session.Request;
        var spec = new V1.TrainingSessionStart
        {
            Model = Names.Model(r.Model),
            Setup = SetupMapper.Write(r.Setup, [r.Head!], r.Embedding),
            TrainEmbedding = r.TrainEmbedding,
            MaxLength = r.MaxLength ?? 0,
            Options = OptionsMapper.Write(r.Settings),
            Queue = r.Queue,
        };
        spec.Adapters.AddRange(r.Adapters);
        spec.Heads.AddRange(r.Heads);
        spec.Fusions.AddRange(r.Fusions);
        return new V1.TrainingSessionStarted { SessionId = session.Id, Spec = spec };
    }

    /// <summary>A batch with the tensors that came in pieces.</summary>
    public static SessionBatch Read(V1.TrainingBatch batch, string field, Dictionary<string, TensorValue> pieces, int maxBytes)
    {
        foreach (var (name, value) in TensorMapper.Read(batch.Inputs, $"{field}.inputs", maxBytes, "tensor, in pieces")) pieces[name] = value;
        pieces.Remove("labels", out var labels);
        if (batch.Labels is { } given)
        {
            if (labels is not null) throw Violations.Of($"{field}.labels", ErrorReason.ArgumentInvalid, "labels came in pieces and in the batch; choose one");
            labels = TensorMapper.Read([KeyValuePair.Create("labels", given)], field, maxBytes, "tensor, in pieces")["labels"];
        }
        return new SessionBatch
        {
            Inputs = pieces,
            Texts = InferenceHandler.Texts(batch.Texts),
            Labels = labels,
            LabelNames = batch.LabelNames,
            Step = batch.HasStep ? batch.Step : null,
            ReturnLogits = batch.ReturnLogits,
        };
    }

    public static V1.StepResult ToMessage(SessionStepResult r, long batch)
    {
        var message = new V1.StepResult
        {
            BatchId = batch,
            Sequence = r.Sequence,
            Step = r.Step,
            Stepped = r.Stepped,
            Loss = r.Loss,
            StepLoss = r.StepLoss,
            LearningRate = r.LearningRate,
            TokenCount = r.Tokens,
        };
        if (r.GradientNorm is { } norm) message.GradientNorm = norm;
        return message;
    }

    public static V1.BatchEvaluation ToMessage(SessionEvaluation r, long batch)
    {
        var message = new V1.BatchEvaluation { BatchId = batch, Step = r.Step, TokenCount = r.Tokens };
        if (r.Loss is { } loss) message.Loss = loss;
        return message;
    }

    public static V1.TrainingSessionResult ToMessage(SessionResult r)
    {
        var message = new V1.TrainingSessionResult { Steps = r.Steps, Batches = r.Batches, DroppedBatches = r.DroppedBatches, TokenCount = r.Tokens, Duration = Duration.FromTimeSpan(r.Duration) };
        if (r.Steps > 0) message.FinalLoss = r.FinalLoss;
        return message;
    }
}
