using Bridge.Engine;

namespace Bridge.Api;

/// <summary>All handlers over one engine. They know messages and the engine, no transport.</summary>
public sealed class BridgeApi : IDisposable
{
    private readonly BridgeEngine _engine;
    private readonly bool _own;

    /// <summary>Handlers over an engine of their own, which goes with them.</summary>
    public BridgeApi(ApiOptions options) : this(New(options), options) => _own = true;

    /// <summary>Handlers over an engine that stays the caller's.</summary>
    public BridgeApi(BridgeEngine engine, ApiOptions? options = null)
    {
        _engine = engine;
        Options = options ?? new ApiOptions();
        var cache = new RequestCache(Options.RequestIdLifetime, Options.Time ?? TimeProvider.System);
        Server = new ServerHandler(engine, Options);
        Models = new ModelHandler(engine, cache);
        Adapters = new AdapterHandler(engine, cache);
        AdapterTransfers = new AdapterTransferHandler(engine, Options);
        Heads = new HeadHandler(engine, cache);
        Fusions = new FusionHandler(engine, cache);
        Sharing = new SharingHandler(engine, cache);
        Embeddings = new EmbeddingHandler(engine, cache);
        Setups = new SetupHandler(engine, cache);
        Datasets = new DatasetHandler(engine, cache, Options);
        Training = new TrainingHandler(engine, cache);
        TrainingSessions = new TrainingSessionHandler(engine, Options);
        Inference = new InferenceHandler(engine, Options);
        StreamForward = new StreamForwardHandler(engine, Options);
        Operations = new OperationsHandler(engine);
        Router = new UnaryRouter(this);
        Streams = new StreamRouter(this);
    }

    /// <summary>What the handlers allow.</summary>
    public ApiOptions Options { get; }

    /// <summary>ServerService.</summary>
    public ServerHandler Server { get; }

    /// <summary>ModelService.</summary>
    public ModelHandler Models { get; }

    /// <summary>AdapterService, unary.</summary>
    public AdapterHandler Adapters { get; }

    /// <summary>AdapterService, streams.</summary>
    public AdapterTransferHandler AdapterTransfers { get; }

    /// <summary>HeadService.</summary>
    public HeadHandler Heads { get; }

    /// <summary>FusionService.</summary>
    public FusionHandler Fusions { get; }

    /// <summary>SharingService.</summary>
    public SharingHandler Sharing { get; }

    /// <summary>EmbeddingService.</summary>
    public EmbeddingHandler Embeddings { get; }

    /// <summary>SetupService.</summary>
    public SetupHandler Setups { get; }

    /// <summary>DatasetService.</summary>
    public DatasetHandler Datasets { get; }

    /// <summary>TrainingService.</summary>
    public TrainingHandler Training { get; }

    /// <summary>TrainingSessionService.</summary>
    public TrainingSessionHandler TrainingSessions { get; }

    /// <summary>InferenceService.</summary>
    public InferenceHandler Inference { get; }

    /// <summary>StreamForward of InferenceService.</summary>
    public StreamForwardHandler StreamForward { get; }

    /// <summary>google.longrunning.Operations.</summary>
    public OperationsHandler Operations { get; }

    /// <summary>Every unary method by name, bytes in and out.</summary>
    public UnaryRouter Router { get; }

    /// <summary>Every streaming method by name, bytes in and out.</summary>
    public StreamRouter Streams { get; }

    /// <summary>Asks every training job to end after the step at hand: the front door closes.</summary>
    public void BeginShutdown() => _engine.Jobs.CancelAll();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_own) _engine.Dispose();
    }

    private static BridgeEngine New(ApiOptions options)
    {
        var defaults = new EngineOptions();
        return new BridgeEngine(defaults with
        {
            IntraOpThreads = options.IntraOpThreads,
            InferenceThreads = options.InferenceThreads ?? defaults.InferenceThreads,
            InferenceQueue = options.InferenceQueue ?? defaults.InferenceQueue,
            WorkFolder = options.WorkFolder,
            StateFolder = options.StateFolder,
            Unexpected = options.Unexpected,
            Time = options.Time,
        });
    }
}
