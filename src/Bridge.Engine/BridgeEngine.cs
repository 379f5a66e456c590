using System.Reflection;
using Bridge.Configuration;
using Bridge.Core;
using Bridge.Engine.Jobs;
using Bridge.Engine.Jobs.Records;
using Bridge.Engine.Models;
using Bridge.Engine.Storage;
using Bridge.Engine.Work;
using Bridge.Models.Architectures;
using Bridge.Torch;
using Bridge.Training.Events;

namespace Bridge.Engine;

/// <summary>
/// The engine: what every front door uses. Safe for any number of threads. Tensor work runs on threads of its own behind bounded queues; the tasks that
/// methods return end when it does. Errors are <see cref="BridgeException"/>, cancellation is <see cref="OperationCanceledException"/>; neither changes
/// anything.
/// </summary>
public sealed class BridgeEngine : IDisposable
{
    private readonly EngineOptions _options;
    private readonly ModelRegistry _registry = new();
    private readonly WorkQueue _inference;
    private readonly WorkQueue _storage;
    private readonly WorkQueue _evaluation;
    private readonly JobScheduler _scheduler;
    private readonly WorkFolder _work;
    private readonly DateTimeOffset _start;
    private int _disposed;

    /// <summary>Loads libtorch and starts the threads.</summary>
    /// <exception cref="BridgeException">RUNTIME_NOT_FOUND.</exception>
    public BridgeEngine(EngineOptions? options = null)
    {
        _options = options ?? new EngineOptions();
        var time = _options.Time ?? TimeProvider.System;
        TorchRuntime.Load(new TorchOptions { Threads = _options.IntraOpThreads });
        _start = time.GetUtcNow();
        _work = new WorkFolder(_options.WorkFolder);
        _inference = new WorkQueue("inference", _options.InferenceThreads, _options.InferenceQueue);
        _storage = new WorkQueue("storage", _options.StorageThreads, _options.StorageQueue);
        _evaluation = new WorkQueue("evaluation", 1, _options.StorageQueue);
        _scheduler = new JobScheduler(_options.MaxTrainingJobs, _options.TrainingQueue);
        var claims = new TrainingClaims();
        Models = new ModelCatalog(_registry, _storage, _scheduler, time);
        Adapters = new AdapterCatalog(_registry, _storage, claims, _work);
        Sharing = new SharingCatalog(_registry, _storage, claims);
        Heads = new HeadCatalog(_registry, _storage, claims);
        Fusions = new FusionCatalog(_registry, _storage, claims);
        Embeddings = new EmbeddingCatalog(_registry, _storage, claims, _work);
        Setups = new SetupCatalog(_registry, _storage, claims, _work, Adapters, Fusions);
        Datasets = new DatasetCatalog(_storage, _work, time);
        Uploads = new UploadCatalog(_work, time, _options.MaxUploadBytes);
        Inference = new InferenceRunner(_registry, _inference);
        Classifier = new Classifier(_registry, _inference);
        Evaluation = new EvaluationRunner(_registry, Datasets, _evaluation);
        Jobs = new TrainingJobCatalog(_registry, Datasets, _scheduler, claims, time, _options.Unexpected, _options.StateFolder is { } state ? new JobRecords(state, _options.Unexpected) : null);
        Sessions = new TrainingSessionCatalog(_registry, _scheduler, claims, _options.Unexpected);
        Operations = new OperationCatalog(Models, time);
    }

    /// <summary>Base models.</summary>
    public ModelCatalog Models { get; }

    /// <summary>Adapters.</summary>
    public AdapterCatalog Adapters { get; }

    /// <summary>Adapters that share tensors.</summary>
    public SharingCatalog Sharing { get; }

    /// <summary>Heads.</summary>
    public HeadCatalog Heads { get; }

    /// <summary>Fusions of adapters.</summary>
    public FusionCatalog Fusions { get; }

    /// <summary>Token embeddings.</summary>
    public EmbeddingCatalog Embeddings { get; }

    /// <summary>Setups as a whole.</summary>
    public SetupCatalog Setups { get; }

    /// <summary>Labelled texts.</summary>
    public DatasetCatalog Datasets { get; }

    /// <summary>Files that arrive in pieces.</summary>
    public UploadCatalog Uploads { get; }

    /// <summary>Forward passes.</summary>
    public InferenceRunner Inference { get; }

    /// <summary>Classification of texts.</summary>
    public Classifier Classifier { get; }

    /// <summary>Scores of datasets.</summary>
    public EvaluationRunner Evaluation { get; }

    /// <summary>Training jobs.</summary>
    public TrainingJobCatalog Jobs { get; }

    /// <summary>Training sessions.</summary>
    public TrainingSessionCatalog Sessions { get; }

    /// <summary>What takes a while.</summary>
    public OperationCatalog Operations { get; }

    /// <summary>What the engine is.</summary>
    public EngineInfo Info
    {
        get
        {
            var report = TorchRuntime.Report;
            return new EngineInfo
            {
                Version = typeof(BridgeEngine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0",
                TorchVersion = report.Version,
                Flavor = report.Flavor,
                Devices = [.. report.Devices.Select(d => (d, d == "cpu" ? "CPU" : "CUDA device", d == "cpu" ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes : 0L))],
                IntraOpThreads = report.Threads,
                Methods = [.. MethodPresets.All.Where(p => p.DeprecatedFor is null).Select(p => p.Name)],
                Architectures = ArchitectureCatalog.Names,
                StartTime = _start,
                MaxUploadBytes = _options.MaxUploadBytes,
                KeptEvents = EventLog.DefaultCapacity,
            };
        }
    }

    /// <summary>What works; for one model where it is named. Computed by planning every method.</summary>
    public Task<CapabilitiesInfo> GetCapabilitiesAsync(string? model = null, CancellationToken cancellation = default)
    {
        var entry = model is null ? null : _registry[model];
        return _storage.Run(token =>
        {
            using var lease = entry?.Lease.Read(token);
            return Capabilities.Compute(entry);
        }, cancellation);
    }

    /// <summary>Cancels jobs and waits for them, ends the threads after the work at hand, frees every model.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        _scheduler.Dispose();
        _inference.Dispose();
        _evaluation.Dispose();
        _storage.Dispose();
        Jobs.Dispose();
        foreach (var entry in _registry.All) entry.Dispose();
        _work.Dispose();
    }
}
