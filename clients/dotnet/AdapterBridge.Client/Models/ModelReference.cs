namespace AdapterBridge.Client;

/// <summary>A base model by its name: its adapters, heads and training jobs, and what it computes.</summary>
public partial class ModelReference
{
    private readonly Connection _connection;

    internal ModelReference(Connection connection, string name)
    {
        _connection = connection;
        Name = name;
        Adapters = new Adapters(connection, name);
        Heads = new Heads(connection, name);
        TrainingJobs = new TrainingJobs(connection, name);
    }

    /// <summary><c>models/{model}</c>.</summary>
    public string Name { get; }

    /// <summary>The last part of the name.</summary>
    public string Id => ResourceNames.IdOf(Name);

    /// <summary>Its adapters.</summary>
    public Adapters Adapters { get; }

    /// <summary>Its prediction heads.</summary>
    public Heads Heads { get; }

    /// <summary>Its training jobs.</summary>
    public TrainingJobs TrainingJobs { get; }

    /// <summary>The model as it is now.</summary>
    public Task<Model> GetAsync(CancellationToken cancellationToken = default) => new Models(_connection).GetAsync(Name, cancellationToken);

    /// <summary>Frees it with its adapters and heads.</summary>
    public Task UnloadAsync(bool allowMissing = false, CancellationToken cancellationToken = default) => new Models(_connection).UnloadAsync(Name, allowMissing, cancellationToken);

    /// <summary>Which methods, blocks and heads work with it.</summary>
    public Task<Capabilities> GetCapabilitiesAsync(CancellationToken cancellationToken = default) => new ServerInformation(_connection).GetCapabilitiesAsync(Name, cancellationToken);

    /// <summary>Starts a job that trains what the request names; everything else stays frozen.</summary>
    public Task<TrainingJob> TrainAsync(TrainingRequest request, CancellationToken cancellationToken = default) => TrainingJobs.CreateAsync(request, cancellationToken);

    /// <summary>Opens a training loop of the caller's. MODEL_BUSY where another writer holds the model.</summary>
    public Task<TrainingSession> OpenSessionAsync(SessionRequest request, CancellationToken cancellationToken = default) => TrainingSession.OpenAsync(_connection, Name, request, cancellationToken);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
