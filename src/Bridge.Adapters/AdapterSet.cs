using Bridge.Adapters.Composing;
using Bridge.Adapters.Fusion;
using Bridge.Adapters.Methods;
using Bridge.Adapters.Methods.Prompt;
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
    private readonly Dictionary<string, Adapter> _adapters = new(StringComparer.Ordinal);

    /// <summary>No adapters of that model yet; <paramref name="encode"/> turns prompts' initial texts into ids, for models with a tokenizer.</summary>
    public AdapterSet(TransformerModel model, Func<string, IReadOnlyList<int>>? encode = null)
    {
        (_model, _encode) = (model, encode);
        Fusions = new FusionSet(this);
    }

    /// <summary>The base model.</summary>
    public TransformerModel Model => _model;

    /// <summary>The fusions of these adapters.</summary>
    public FusionSet Fusions { get; }

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

    /// <summary>Removes an adapter; false where there was none.</summary>
    public bool Remove(string name)
    {
        if (!_adapters.Remove(name, out var adapter)) return false;
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
    /// What a composition puts into each slot. The tree is checked whole: unknown adapters (ADAPTER_NOT_FOUND) and fusions (FUSION_NOT_FOUND), illegal nesting (COMPOSITION_INVALID).
    /// <paramref name="skipLayers"/>: blocks in which no adapter acts.
    /// </summary>
    public SlotHooks Compose(Composition composition, IReadOnlyCollection<int>? skipLayers = null)
    {
        CompositionRules.Validate(composition);
        foreach (var name in composition.Flatten()) _ = this[name];
        return new HookBuilder(_model.Slots, _adapters, Fusions, composition, skipLayers ?? []).Build();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var adapter in _adapters.Values) adapter.Dispose();
        _adapters.Clear();
        Fusions.Clear();
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

    private AdapterModules Build(string name, AdapterConfig config, ParameterSource source)
    {
        var modules = new AdapterModules();
        MethodCatalog.For(config).Build(new BuildContext(name, _model.Slots, _model.Description, source, modules, new PromptText(_model.TokenEmbeddings, _encode)), config);
        return modules;
    }

    private string Names() => _adapters.Count == 0 ? "none" : string.Join(", ", _adapters.Keys.Select(n => $"\"{n}\""));
}
