namespace AdapterBridge.Client;

/// <summary>What to train on what. What is not named stays frozen.</summary>
public sealed record TrainingRequest
{
    /// <summary>The adapters to train; with none, the heads alone.</summary>
    public IReadOnlyList<ResourceReference> Adapters { get; init; } = [];

    /// <summary>The heads to train.</summary>
    public IReadOnlyList<ResourceReference> Heads { get; init; } = [];

    /// <summary>The fusions to train. With one of them and no setup, its adapters act, fused.</summary>
    public IReadOnlyList<ResourceReference> Fusions { get; init; } = [];

    /// <summary>Whether the token embeddings of the setup are trained. The model's own cannot be: a copy of them can, named in the setup.</summary>
    public bool TrainEmbedding { get; init; }

    /// <summary>The rows to train on.</summary>
    public required ResourceReference Dataset { get; init; }

    /// <summary>The rows to evaluate with; null for none.</summary>
    public ResourceReference? Evaluation { get; init; }

    /// <summary>What acts during training; null is a stack of the adapters, followed by the head.</summary>
    public Setup? Setup { get; init; }

    /// <summary>How to train.</summary>
    public TrainingOptions Options { get; init; } = new();

    /// <summary>Texts are cut to so many tokens; null is 128, or the model's limit where that is less.</summary>
    public int? MaxLength { get; init; }

    /// <summary>A folder of the server for checkpoints; null for none.</summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>Whether to go on from the newest checkpoint of that folder, where there is one.</summary>
    public bool Resume { get; init; }

    /// <summary>The job's id to be; null lets the server choose.</summary>
    public string? JobId { get; init; }

    /// <summary>Whether to wait for another job of the model; otherwise that gives MODEL_BUSY.</summary>
    public bool Queue { get; init; }

    internal Wire.CreateTrainingJobRequest ToMessage(string model) => new()
    {
        Parent = model,
        TrainingJobId = JobId ?? "",
        Queue = Queue,
        RequestId = ResourceNames.RequestId(),
        Spec = new Wire.TrainingSpec
        {
            Adapters = { Adapters.Select(a => a.Id) },
            Heads = { Heads.Select(h => h.Id) },
            Setup = Setup?.ToMessage(),
            Dataset = Dataset.In("datasets"),
            EvaluationDataset = Evaluation?.In("datasets") ?? "",
            MaxLength = MaxLength ?? 0,
            Options = Options.ToMessage(),
            CheckpointFolder = CheckpointFolder ?? "",
            Resume = Resume,
            Fusions = { Fusions.Select(f => f.Id) },
            TrainEmbedding = TrainEmbedding,
        },
    };
}
