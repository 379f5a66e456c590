using Bridge.Engine;
using Google.Protobuf.WellKnownTypes;

namespace Bridge.Api.Mapping;

/// <summary>Training jobs and events as messages.</summary>
internal static class TrainingMapper
{
    public static TrainingJobRequest Read(string model, V1.CreateTrainingJobRequest request)
    {
        var spec = request.Spec ?? throw Violations.Missing("spec");
        var heads = spec.Setup?.Heads ?? [];
        if (heads.Count > 1) throw Violations.Of("spec.setup.heads", Core.ErrorReason.ArgumentInvalid, $"spec.setup.heads names {heads.Count} heads; at most one gives the loss");
        return new TrainingJobRequest
        {
            Model = model,
            Id = request.TrainingJobId.Length == 0 ? null : request.TrainingJobId,
            Adapters = [.. spec.Adapters],
            Heads = [.. spec.Heads],
            Setup = SetupMapper.Read(spec.Setup, "spec.setup"),
            Fusions = [.. spec.Fusions],
            Embedding = SetupMapper.Embedding(spec.Setup),
            TrainEmbedding = spec.TrainEmbedding,
            Head = heads.Count == 1 ? heads[0] : null,
            Dataset = Names.ReadDataset(spec.Dataset, "spec.dataset"),
            EvaluationDataset = spec.EvaluationDataset.Length == 0 ? null : Names.ReadDataset(spec.EvaluationDataset, "spec.evaluation_dataset"),
            MaxLength = spec.MaxLength == 0 ? null : spec.MaxLength,
            Settings = OptionsMapper.Read(spec.Options),
            CheckpointFolder = spec.CheckpointFolder.Length == 0 ? null : spec.CheckpointFolder,
            Resume = spec.Resume,
            Queue = request.Queue,
        };
    }

    public static V1.TrainingJob ToMessage(TrainingJobInfo job)
    {
        var r = job.Request;
        var spec = new V1.TrainingSpec
        {
            Setup = SetupMapper.Write(r.Setup, r.Head is { } head ? [head] : [], r.Embedding),
            Dataset = Names.Dataset(r.Dataset),
            EvaluationDataset = r.EvaluationDataset is { } evaluation ? Names.Dataset(evaluation) : "",
            MaxLength = r.MaxLength ?? 0,
            Options = OptionsMapper.Write(r.Settings),
            CheckpointFolder = r.CheckpointFolder ?? "",
            Resume = r.Resume,
            TrainEmbedding = r.TrainEmbedding,
        };
        spec.Adapters.AddRange(r.Adapters);
        spec.Heads.AddRange(r.Heads);
        spec.Fusions.AddRange(r.Fusions);
        return new V1.TrainingJob
        {
            Name = Names.Job(r.Model, job.Id),
            Spec = spec,
            State = (V1.TrainingState)(int)job.State,
            Progress = job.LastStep is { } s ? new V1.TrainingProgress { Step = s.Step, TotalSteps = s.TotalSteps, Epoch = s.Epoch, Loss = s.Loss, LearningRate = s.LearningRate } : new V1.TrainingProgress(),
            Result = ToMessage(job.Result),
            Error = job.Error is { } error ? StatusMapper.ToStatus(error) : null,
            LastSequence = job.LastSequence,
            CreateTime = job.CreateTime.ToMessage(),
            StartTime = job.StartTime.ToMessage(),
            EndTime = job.EndTime.ToMessage(),
            UpdateTime = job.UpdateTime.ToMessage(),
            Etag = job.Etag,
        };
    }

    public static V1.TrainingEvent ToMessage(JobEvent item)
    {
        var message = new V1.TrainingEvent { Sequence = item.Sequence, Time = item.Time.ToMessage() };
        switch (item)
        {
            case JobStateChanged e:
                message.StateChanged = new V1.StateChanged { State = (V1.TrainingState)(int)e.State, Error = e.Error is { } error ? StatusMapper.ToStatus(error) : null, Result = ToMessage(e.Result) };
                break;
            case JobStep e:
                message.Step = new V1.StepDone { Step = e.Step, TotalSteps = e.TotalSteps, Epoch = e.Epoch, Loss = e.Loss, LearningRate = e.LearningRate, GradientNorm = e.GradientNorm, TokensPerSecond = e.TokensPerSecond };
                break;
            case JobEvaluation e:
                message.Evaluation = new V1.EvaluationDone { Step = e.Step, Epoch = e.Epoch, Best = e.Best };
                foreach (var (name, value) in e.Metrics) message.Evaluation.Metrics[name] = value;
                break;
            case JobCheckpoint e:
                message.Checkpoint = new V1.CheckpointWritten { Step = e.Step, Path = e.Path };
                break;
            case JobLog e:
                message.Log = new V1.LogLine { Message = e.Message, Warning = e.Warning };
                break;
            default:
                break;
        }
        return message;
    }

    private static V1.TrainingResult? ToMessage(TrainingJobResult? r)
    {
        if (r is null) return null;
        var message = new V1.TrainingResult
        {
            Steps = r.Steps,
            TotalSteps = r.TotalSteps,
            Epochs = r.Epochs,
            FinalLoss = r.FinalLoss,
            StoppedEarly = r.StoppedEarly,
            RestoredBest = r.RestoredBest,
            Duration = Duration.FromTimeSpan(r.Duration),
        };
        foreach (var (name, value) in r.Metrics) message.Metrics[name] = value;
        foreach (var (name, value) in r.BestMetrics) message.BestMetrics[name] = value;
        if (r.BestStep is { } step) message.BestStep = step;
        return message;
    }
}
