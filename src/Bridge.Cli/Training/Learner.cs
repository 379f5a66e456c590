using Bridge.Configuration;
using Bridge.Engine;

namespace Bridge.Cli.Training;

/// <summary>What <c>train</c> makes, trains and saves: a fresh adapter, or a fresh fusion of adapters from folders.</summary>
internal sealed class Learner
{
    private readonly AdapterConfig? _adapter;
    private readonly FusionConfig? _fusion;
    private readonly IReadOnlyList<string> _folders;

    private Learner(AdapterConfig? adapter, FusionConfig? fusion, IReadOnlyList<string> folders) => (_adapter, _fusion, _folders) = (adapter, fusion, folders);

    /// <summary>By its configuration's text, an adapter's where there is nothing to fuse. INVALID_ARGUMENT with every violation.</summary>
    public static Learner Of(string config, IReadOnlyList<string> folders) =>
        folders.Count == 0 ? new Learner(AdapterConfig.Parse(config), null, []) : new Learner(null, FusionConfig.Parse(config), folders);

    /// <summary>Makes it with that name, and answers the job that trains it, without its head and data.</summary>
    public async Task<TrainingJobRequest> MakeAsync(BridgeEngine engine, string model, string name, ulong seed, CancellationToken cancellation)
    {
        var job = new TrainingJobRequest { Model = model, Dataset = "" };
        if (_adapter is not null)
        {
            await engine.Adapters.CreateAsync(new AdapterCreateRequest { Model = model, Name = name, Config = _adapter, Seed = seed }, cancellation);
            return job with { Adapters = [name] };
        }
        var adapters = new List<string>();
        foreach (var folder in _folders) adapters.Add((await engine.Adapters.LoadAsync(new AdapterLoadRequest { Model = model, Folder = folder, WithHead = false }, cancellation)).Adapter.Name);
        await engine.Fusions.CreateAsync(new FusionCreateRequest { Model = model, Name = name, Adapters = adapters, Config = _fusion!, Seed = seed }, cancellation);
        return job with { Fusions = [name], Setup = new Fuse(ValueList.From(adapters.Select(a => (Composition)a)), name) };
    }

    /// <summary>Writes what was trained with its head: an adapter's folder, or a whole setup.</summary>
    public async Task SaveAsync(BridgeEngine engine, TrainingJobRequest trained, string head, string folder, CancellationToken cancellation)
    {
        if (_adapter is not null) await engine.Adapters.SaveAsync(trained.Model, trained.Adapters[0], folder, head, cancellation);
        else await engine.Setups.SaveAsync(new SetupSaveRequest { Model = trained.Model, Setup = trained.Setup, Heads = [head], Folder = folder }, cancellation);
    }
}
