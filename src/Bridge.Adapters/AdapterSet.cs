using Bridge.Adapters.Averaging;
using Bridge.Adapters.Composing;
using Bridge.Adapters.Fusion;
using Bridge.Adapters.Merging;
using Bridge.Adapters.Methods;
using Bridge.Adapters.Methods.Prompt;
using Bridge.Adapters.Sharing;
using Bridge.Adapters.Storage;
using Bridge.Checkpoints;
using Bridge.Configuration;
using Bridge.Models;
using Bridge.Models.Slots;
using Bridge.Torch.Parameters;

namespace Bridge.Adapters;

/// <summary>
/// The adapters of one base model. Nothing in the base is replaced or renamed; a call names what acts in it (<see cref="Compose"/>). Changing the set while another thread
/// composes is the caller's to prevent; running forward passes with hooks already composed is always safe until an adapter in them is removed.
/// </summary>
public sealed class AdapterSet : IDisposable
{
    private readonly TransformerModel _model;
    private readonly Func<string, IReadOnlyList<int>>? _encode;
    private readonly PartDictionary<Adapter> _adapters = new();

    /// <summary>No adapters of that model yet; <paramref name="encode"/> turns prompts' initial texts into ids, for models with a tokenizer.</summary>
    public AdapterSet(TransformerModel model, Func<string, IReadOnlyList<int>>? encode = null)
    {
        (_model, _encode) = (model, encode);
        Fusions = new FusionSet(this);
        Sharing = new SharingSet(this);
    }

    /// <summary>The base model.</summary>
    public TransformerModel Model => _model;

    /// <summary>The fusions of these adapters.</summary>
    public FusionSet Fusions { get; }

    /// <summary>The groups of adapters that share tensors.</summary>
    public SharingSet Sharing { get; }

    /// <summary>All adapters, in the order they came.</summary>
    public IReadOnlyCollection<Adapter> All => _adapters.Values;

    /// <summary>The adapter of that name; ADAPTER_NOT_FOUND names those there are.</summary>
    public Adapter this[string name] =>
        _adapters.TryGetValue(name, out var adapter)
            ? adapter
            : throw BridgeException.NotFound(ErrorReason.AdapterNotFound, $"no adapter is called \"{name}\"; there are {Names()}", ("adapter", name), ("known", Names()));

    /// <summary>The adapter of that name, if there is one.</summary>
    public bool TryGet(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Adapter? adapter) => _adapters.TryGetValue(name, out adapter);

    /// <summary>What adding such an adapter would create. Creates nothing. SLOT_NOT_SUPPORTED, METHOD_NOT_AVAILABLE, CONFIG_VALUE_RANGE.</summary>
    public AdapterPlan Plan(string name, AdapterConfig config)
    {
        var source = new PlanningParameterSource(_model.DataType);
        try
        {
            var modules = Build(name, config, source);
            return new AdapterPlan(name, [.. source.Given.Select(p => (p.Name, new Shape(p.Value.shape)))],
                [.. modules.Linear.Keys.Select(i => _model.Slots.Linear[i].Name), .. modules.Branch.Keys.Select(i => _model.Slots.Branch[i].Name),
                .. modules.Attention.Keys.Select(i => _model.Slots.Attention[i].Name), .. modules.Layer.Keys.Select(i => _model.Slots.Layer[i].Name), .. modules.Embedding.Select(_ => "embeddings").Distinct()])
            {
                TrainedCount = source.Given.Where(p => p.Trained).Sum(p => p.Value.numel()),
            };
        }
        finally
        {
            source.DisposeGiven();
        }
    }

    /// <summary>Adds an adapter with fresh parameters. All or nothing. ADAPTER_NAME_TAKEN, and what <see cref="Plan"/> refuses.</summary>
    public Adapter Add(string name, AdapterConfig config, RandomSource random)
    {
        CheckName(name);
        return Keep(name, config, new SeededParameterSource(random, _model.Device, ScalarType.Float32), null);
    }

    /// <summary>
    /// Loads an AdapterHub folder, under its own name or another. Every expected tensor must be there with its shape, and no other (CHECKPOINT_MISMATCH names all that
    /// differ), unless the options allow it. Nothing changes on failure.
    /// </summary>
    public Adapter Load(string folder, string? name = null, AdapterLoadOptions? options = null) => AdapterStorage.Load(this, folder, name, options ?? new AdapterLoadOptions());

    /// <summary>Saves an adapter as an AdapterHub folder, whole or not at all.</summary>
    public void Save(string name, string folder) => AdapterStorage.Save(_model, this[name], folder);

    /// <summary>
    /// Adds an adapter whose tensors are an average of others' of equal configuration (but for dropout and init_weights), with weights or equal ones. All or nothing.
    /// ADAPTER_NOT_FOUND, ADAPTER_NAME_TAKEN, ARGUMENT_INVALID. <paramref name="from"/>: another set of the same model that holds them.
    /// </summary>
    public Adapter Average(string name, IReadOnlyList<string> adapters, IReadOnlyList<double>? weights = null, AverageOptions? options = null, AdapterSet? from = null)
    {
        from ??= this;
        if (weights is not null && weights.Count != adapters.Count)
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"there are {weights.Count} weights for {adapters.Count} adapters", ("weights", weights.Count), ("adapters", adapters.Count));
        CheckName(name);
        options ??= new AverageOptions();
        // Equal weights are those of a mean, whether or not others would be normalised.
        var (config, source) = AdapterAverage.Of([.. adapters.Select((a, i) => (from[a], weights?[i] ?? 1.0 / adapters.Count))], options);
        return Keep(name, config, source, null);
    }

    /// <summary>
    /// Puts an adapter's change into the base's weights: calls then cost what the base costs, and no other adapter of its kind acts in those projections. In float32, rounded
    /// once. All or nothing; ADAPTER_MERGED where another one is merged, SLOT_NOT_SUPPORTED for methods that are no change of weights. No call may run meanwhile.
    /// </summary>
    public void Merge(string name) => MergedAdapter.Merge(_model.Slots, this[name]);

    /// <summary>Takes merged adapters out of the weights, which are then those of the base bit for bit. No call may run meanwhile.</summary>
    public void Reset()
    {
        foreach (var slot in _model.Slots.Linear) slot.Reset();
    }

    /// <summary>
    /// Replaces an adapter's reparametrised prefixes by the keys and values that they come to (<c>eject_prefix_tuning</c>): the outputs stay, the network that made them goes.
    /// SLOT_NOT_SUPPORTED for adapters without prefixes.
    /// </summary>
    public Adapter Eject(string name)
    {
        var adapter = this[name];
        var pools = adapter.Modules.Attention.Values.OfType<Methods.Prefix.PrefixModule>().Select(m => m.Pool).DistinctBy(p => p.Path).ToDictionary(p => p.Path + ".control_trans");
        if (pools.Count == 0)
            throw BridgeException.Precondition(ErrorReason.SlotNotSupported, $"adapter \"{name}\" ({adapter.Config}) has no prefixes", ("adapter", name), ("config", adapter.Config.ToString()));
        return Rebuild(adapter, Methods.Prefix.PrefixPool.Flat(adapter.Config), key => pools.GetValueOrDefault(key)?.Values(), shared: false);
    }

    /// <summary>Removes an adapter; false where there was none.</summary>
    public bool Remove(string name)
    {
        if (!_adapters.Remove(name, out var adapter)) return false;
        foreach (var slot in _model.Slots.Linear.Where(s => s.MergedBy == name)) slot.Reset();
        adapter.Dispose();
        return true;
    }

    /// <summary>
    /// Takes an adapter over from another set of the same model, where it was made, loaded or trained aside; with <paramref name="replace"/> it takes the place of one of
    /// that name, which is freed. Hooks composed before keep the adapter that they were made of.
    /// </summary>
    public void Adopt(AdapterSet from, string name, bool replace = false)
    {
        var adapter = from[name];
        if (replace) Remove(name);
        CheckName(name);
        from._adapters.Remove(name);
        _adapters[name] = adapter;
    }

    /// <summary>
    /// What a composition puts into each slot. The tree is checked whole: unknown adapters (ADAPTER_NOT_FOUND) and fusions (FUSION_NOT_FOUND), illegal nesting (COMPOSITION_INVALID),
    /// and blocks that mean nothing where an adapter acts (SLOT_NOT_SUPPORTED).
    /// <paramref name="skipLayers"/>: blocks in which no adapter acts.
    /// </summary>
    public SlotHooks Compose(Composition composition, IReadOnlyCollection<int>? skipLayers = null)
    {
        CompositionRules.Validate(composition);
        foreach (var name in composition.Flatten()) _ = this[name];
        new SetupRules(_model.Slots, _adapters, Fusions.For).Check(composition);
        return new HookBuilder(_model.Slots, _adapters, Fusions, composition, skipLayers ?? []).Build();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Other sets of the same model may have merged theirs.
        foreach (var slot in _model.Slots.Linear.Where(s => s.MergedBy is { } name && _adapters.ContainsKey(name))) slot.Reset();
        foreach (var adapter in _adapters.Values) adapter.Dispose();
        _adapters.Clear();
        Fusions.Clear();
        Sharing.Clear();
    }

    internal void CheckName(string name)
    {
        PartNames.Check("adapter", name);
        if (_adapters.ContainsKey(name))
            throw BridgeException.Of(ErrorCode.AlreadyExists, ErrorReason.AdapterNameTaken, $"an adapter is already called \"{name}\"", ("adapter", name));
    }

    internal Adapter Keep(string name, AdapterConfig config, ParameterSource source, Func<LoadReport>? verify)
    {
        try
        {
            var modules = Build(name, config, source);
            var report = verify?.Invoke();
            return _adapters[name] = new Adapter(name, config, source.Given, modules) { LoadReport = report };
        }
        catch
        {
            source.DisposeGiven();
            throw;
        }
    }

    /// <summary>Puts an adapter together again: a tensor comes from <paramref name="changed"/>, which gives it away, or is the one it had. What it no longer has is freed.</summary>
    internal Adapter Rebuild(Adapter adapter, AdapterConfig config, Func<string, Tensor?> changed, bool shared)
    {
        var fresh = new HashSet<string>();
        var source = new RebuiltParameterSource(name =>
        {
            if (changed(name) is not { } value) return adapter.Parameters[name];
            fresh.Add(name);
            return value;
        });
        var modules = Build(adapter.Name, config, source);
        var rebuilt = new Adapter(adapter.Name, config, source.Given, modules, shared ? fresh : [.. adapter.Shared.Except(fresh)]);
        foreach (var (name, tensor) in adapter.Parameters)
            if (!adapter.Shared.Contains(name) && (fresh.Contains(name) || !rebuilt.Parameters.ContainsKey(name))) tensor.Dispose();
        return _adapters[adapter.Name] = rebuilt;
    }

    private AdapterModules Build(string name, AdapterConfig config, ParameterSource source)
    {
        var modules = new AdapterModules();
        MethodCatalog.For(config).Build(new BuildContext(name, _model.Slots, _model.Description, source, modules, new PromptText(_model.TokenEmbeddings, _encode)), config);
        return modules;
    }

    private string Names() => _adapters.Count == 0 ? "none" : string.Join(", ", _adapters.Keys.Select(n => $"\"{n}\""));
}
