namespace AdapterBridge.Client;

/// <summary>What a training session trains. What is not named stays frozen.</summary>
public sealed record SessionRequest
{
    /// <summary>The adapters to train; with none, the head alone.</summary>
    public IReadOnlyList<ResourceReference> Adapters { get; init; } = [];

    /// <summary>The head to train: none or one.</summary>
    public IReadOnlyList<ResourceReference> Heads { get; init; } = [];

    /// <summary>The fusions to train. With one of them and no setup, its adapters act, fused.</summary>
    public IReadOnlyList<ResourceReference> Fusions { get; init; } = [];

    /// <summary>Whether the token embeddings of the setup are trained. The model's own cannot be: a copy of them can, named in the setup.</summary>
    public bool TrainEmbedding { get; init; }

    /// <summary>What acts; null is a stack of the adapters, followed by the head.</summary>
    public Setup? Setup { get; init; }

    /// <summary>The options that make a step; those of data, evaluation and checkpoints are for jobs. Schedules that fall need <see cref="TrainingOptions.MaxSteps"/>.</summary>
    public TrainingOptions Options { get; init; } = new();

    /// <summary>Texts are cut to so many tokens where their batch says nothing; null is 128, or the model's limit where that is less.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Whether to wait for another writer of the model; otherwise that gives MODEL_BUSY.</summary>
    public bool Queue { get; init; }

    internal Wire.RunTrainingSessionRequest ToMessage(string model) => new()
    {
        Start = new Wire.TrainingSessionStart
        {
            Model = model,
            Adapters = { Adapters.Select(a => a.Id) },
            Heads = { Heads.Select(h => h.Id) },
            Fusions = { Fusions.Select(f => f.Id) },
            TrainEmbedding = TrainEmbedding,
            Setup = Setup?.ToMessage(),
            Options = Options.ToMessage(),
            MaxLength = MaxLength ?? 0,
            Queue = Queue,
        },
    };
}
