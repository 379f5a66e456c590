using Bridge.Configuration;

namespace Bridge.Adapters.Sharing;

/// <summary>The groups of adapters that share tensors: MTL-LoRA's low-rank factors, which then learn from all tasks (Yang et al. 2024, arXiv:2410.09437).</summary>
public sealed class SharingSet
{
    private static readonly string[] Sharable = ["lora_A", "lora_B"];

    private readonly AdapterSet _adapters;
    private readonly Dictionary<string, SharedParameters> _groups = new(StringComparer.Ordinal);

    internal SharingSet(AdapterSet adapters) => _adapters = adapters;

    /// <summary>All groups, in the order they came.</summary>
    public IReadOnlyCollection<SharedParameters> All => _groups.Values;

    /// <summary>
    /// Lets adapters share the factors of one of them (<paramref name="reference"/>, by default the first); the others' own are given up. The name is theirs joined by commas by
    /// default. All or nothing. ADAPTER_NOT_FOUND, ARGUMENT_INVALID.
    /// </summary>
    public SharedParameters Share(IReadOnlyList<string> adapters, string? name = null, string? reference = null)
    {
        var given = string.IsNullOrEmpty(name) ? string.Join(',', adapters) : name;
        Check(adapters, given, reference);
        var source = _adapters[reference ?? adapters[0]];
        using var noGrad = no_grad();
        var parameters = source.Parameters.Where(p => Sharable.Any(s => p.Key.EndsWith("." + s, StringComparison.Ordinal)))
            .ToDictionary(p => SharedName(p.Key, source.Name, given), p => p.Value.clone(), StringComparer.Ordinal);
        foreach (var adapter in adapters.Select(a => _adapters[a]))
            _adapters.Rebuild(adapter, adapter.Config, name => parameters.GetValueOrDefault(SharedName(name, adapter.Name, given)), shared: true);
        return _groups[given] = new SharedParameters(given, [.. adapters], parameters);
    }

    /// <summary>What names an adapter's tensor wherever it is used: the group's name for a shared one, else its own.</summary>
    public string NameOf(Adapter adapter, string parameter) =>
        adapter.Shared.Contains(parameter) && Of(adapter) is { } group ? SharedName(parameter, adapter.Name, group.Name) : parameter;

    /// <summary>The group that an adapter shares in, or null. One that took the place of a member has tensors of its own.</summary>
    public SharedParameters? Of(Adapter adapter) => adapter.Shared.Count == 0 ? null : _groups.Values.FirstOrDefault(g => g.Adapters.Contains(adapter.Name));

    /// <summary>Gives each adapter of a group a copy of its own; false where there is no such group.</summary>
    public bool Unshare(string name)
    {
        if (!_groups.Remove(name, out var group)) return false;
        using (group)
        {
            foreach (var adapter in group.Adapters.Where(a => _adapters.TryGet(a, out var member) && member.Shared.Count > 0).Select(a => _adapters[a]))
                _adapters.Rebuild(adapter, adapter.Config, key => group.Parameters.GetValueOrDefault(SharedName(key, adapter.Name, name))?.clone(), shared: false);
        }
        return true;
    }

    internal void Clear()
    {
        foreach (var group in _groups.Values) group.Dispose();
        _groups.Clear();
    }

    private void Check(IReadOnlyList<string> adapters, string name, string? reference)
    {
        PartNames.Check("group", name);
        if (adapters.Count < 2 || _groups.ContainsKey(name))
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, _groups.ContainsKey(name) ? $"a group is already called \"{name}\"" : "two adapters or more can share", ("group", name));
        if (reference is not null && !adapters.Contains(reference))
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"reference \"{reference}\" is not among {string.Join(", ", adapters)}", ("reference", reference), ("allowed", string.Join(", ", adapters)));
        var first = _adapters[adapters[0]].Parameters.Values.Select(p => new Shape(p.shape)).ToList();
        foreach (var adapter in adapters.Select(a => _adapters[a]))
        {
            if (adapter.Config is not MtlLoraConfig)
                throw BridgeException.Precondition(ErrorReason.SlotNotSupported, $"adapter \"{adapter.Name}\" is {adapter.Config}; parameters are shared by adapters of mtl_lora", ("adapter", adapter.Name), ("allowed", "mtl_lora"));
            if (!first.SequenceEqual(adapter.Parameters.Values.Select(p => new Shape(p.shape))))
                throw BridgeException.Precondition(ErrorReason.ArgumentInvalid, $"adapter \"{adapter.Name}\" has tensors of other shapes than \"{adapters[0]}\"", ("adapter", adapter.Name));
            if (Of(adapter) is { } group)
                throw BridgeException.Precondition(ErrorReason.ArgumentInvalid, $"adapter \"{adapter.Name}\" shares in group \"{group.Name}\" already", ("adapter", adapter.Name), ("group", group.Name));
        }
    }

    private static string SharedName(string parameter, string adapter, string group) => parameter.Replace($".loras.{adapter}.", $".shared_parameters.{group}.", StringComparison.Ordinal);
}
