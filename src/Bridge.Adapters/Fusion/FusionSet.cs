using Bridge.Adapters.Sharing;
using Bridge.Checkpoints;
using Bridge.Configuration;
using Bridge.Torch.Parameters;

namespace Bridge.Adapters.Fusion;

/// <summary>The fusions of an <see cref="AdapterSet"/>.</summary>
public sealed class FusionSet
{
    private readonly AdapterSet _adapters;
    private readonly PartDictionary<AdapterFusion> _fusions = new();

    internal FusionSet(AdapterSet adapters) => _adapters = adapters;

    /// <summary>All fusions, in the order they came.</summary>
    public IReadOnlyCollection<AdapterFusion> All => _fusions.Values;

    /// <summary>The fusion of that name; FUSION_NOT_FOUND names those there are.</summary>
    public AdapterFusion this[string name] => _fusions.TryGetValue(name, out var fusion)
        ? fusion
        : throw BridgeException.NotFound(ErrorReason.FusionNotFound, $"no fusion is called \"{name}\"; there are {Names()}", ("fusion", name), ("known", Names()));

    /// <summary>The fusion of that name, if there is one.</summary>
    public bool TryGet(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out AdapterFusion? fusion) => _fusions.TryGetValue(name, out fusion);

    /// <summary>
    /// Adds a fresh fusion of adapters that are there, under its own name or theirs joined by commas. All or nothing. FUSION_NAME_TAKEN, ADAPTER_NOT_FOUND, ARGUMENT_INVALID.
    /// <paramref name="from"/>: another set of the same model that holds the adapters.
    /// </summary>
    public AdapterFusion Add(IReadOnlyList<string> adapters, FusionConfig config, RandomSource random, string? name = null, AdapterSet? from = null) =>
        Keep(Checked(adapters, name, from), adapters, config, new SeededParameterSource(random, _adapters.Model.Device, ScalarType.Float32), from: from);

    /// <summary>Adds a copy of a fusion of another set of the same model, which holds its adapters. FUSION_NAME_TAKEN.</summary>
    public AdapterFusion Copy(AdapterFusion fusion, AdapterSet from)
    {
        using var noGrad = no_grad();
        return Keep(Checked(fusion.Adapters, fusion.Name, from), fusion.Adapters, fusion.Config, new RebuiltParameterSource(name => fusion.Parameters[name].clone()), [.. fusion.Parameters.Keys], null, from);
    }

    /// <summary>
    /// Loads a fusion's folder, under its own name or another; the adapters that it joins must be there, or in <paramref name="from"/>. Nothing changes on failure.
    /// </summary>
    public AdapterFusion Load(string folder, string? name = null, AdapterSet? from = null) => FusionStorage.Load(this, folder, name, from);

    /// <summary>Saves a fusion as a folder of the reference library's form.</summary>
    public void Save(string name, string folder) => FusionStorage.Save(_adapters.Model, this[name], folder);

    /// <summary>Removes a fusion; false where there was none.</summary>
    public bool Remove(string name)
    {
        if (!_fusions.Remove(name, out var fusion)) return false;
        fusion.Dispose();
        return true;
    }

    /// <summary>
    /// Takes a fusion over from another set of the same model, where it was made, loaded or trained aside; with <paramref name="replace"/> it takes the place of one of that
    /// name, which is freed. FUSION_NAME_TAKEN.
    /// </summary>
    public void Adopt(FusionSet from, string name, bool replace = false)
    {
        var fusion = from[name];
        if (replace) Remove(name);
        RequireFree(name);
        from._fusions.Remove(name);
        _fusions[name] = fusion;
    }

    /// <summary>The fusion that a block means: the one of its name or, files of the reference library forgetting names, the only one made for its adapters.</summary>
    public AdapterFusion For(Fuse block)
    {
        if (block.GivenName is null && !_fusions.ContainsKey(block.Name)
            && _fusions.Values.Where(f => f.Adapters.SequenceEqual(block.Children.Select(c => c.Last()!))).ToList() is [var only]) return only;
        return this[block.Name];
    }

    internal Bridge.Models.TransformerModel Model => _adapters.Model;

    internal string Checked(IReadOnlyList<string> adapters, string? name, AdapterSet? from = null)
    {
        if (adapters.Count == 0) throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, "a fusion needs at least one adapter", ("adapters", ""));
        foreach (var adapter in adapters) _ = (from ?? _adapters)[adapter];
        var given = string.IsNullOrEmpty(name) ? string.Join(',', adapters) : name;
        PartNames.Check("fusion", given);
        RequireFree(given);
        return given;
    }

    private void RequireFree(string name)
    {
        if (_fusions.ContainsKey(name)) throw BridgeException.Of(ErrorCode.AlreadyExists, ErrorReason.FusionNameTaken, $"a fusion is already called \"{name}\"", ("fusion", name));
    }

    // "tensors": the names of those there are, where they are not made anew.
    internal AdapterFusion Keep(
        string name, IReadOnlyList<string> adapters, FusionConfig config, ParameterSource source, IReadOnlyCollection<string>? tensors = null, Func<LoadReport>? verify = null, AdapterSet? from = null)
    {
        var slots = FusionSlots.Of(Model.Slots, [.. adapters.Select(a => (from ?? _adapters)[a])]);
        return _fusions[name] = AdapterFusion.Build(Model, name, [.. adapters], tensors is null ? slots : slots.HeldBy(tensors, name), config, source, verify);
    }

    internal void Clear()
    {
        foreach (var fusion in _fusions.Values) fusion.Dispose();
        _fusions.Clear();
    }

    private string Names() => _fusions.Count == 0 ? "none" : string.Join(", ", _fusions.Keys.Select(n => $"\"{n}\""));
}
