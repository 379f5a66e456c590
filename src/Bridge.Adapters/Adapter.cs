using Bridge.Checkpoints;
using Bridge.Configuration;
using Bridge.Torch.Parameters;

namespace Bridge.Adapters;

/// <summary>An adapter of one model: its configuration, its parameters, what it puts in which slot.</summary>
public sealed class Adapter : IDisposable
{
    private readonly Dictionary<string, Tensor> _parameters;

    private readonly HashSet<string> _shared;

    internal Adapter(string name, AdapterConfig config, IReadOnlyList<Parameter> parameters, AdapterModules modules, IReadOnlyCollection<string>? shared = null)
    {
        _shared = [.. shared ?? []];
        (Name, Config, Modules) = (name, config, modules);
        _parameters = parameters.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);
        Trained = [.. parameters.Where(p => p.Trained).Select(p => p.Name)];
    }

    /// <summary>Its name, unique in the model.</summary>
    public string Name { get; }

    /// <summary>What it is.</summary>
    public AdapterConfig Config { get; }

    /// <summary>Its tensors by the reference library's names, in the order of the model.</summary>
    public IReadOnlyDictionary<string, Tensor> Parameters => _parameters;

    /// <summary>Names of the tensors that training may change; the others belong to the adapter and stay as they are.</summary>
    public IReadOnlyList<string> Trained { get; }

    /// <summary>How many numbers its tensors hold.</summary>
    public long ParameterCount => _parameters.Values.Sum(p => p.numel());

    /// <summary>What loading found, for adapters that were loaded.</summary>
    public LoadReport? LoadReport { get; internal init; }

    /// <summary>Names of tensors that belong to a group of adapters.</summary>
    public IReadOnlyCollection<string> Shared => _shared;

    internal AdapterModules Modules { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (name, parameter) in _parameters)
            if (!_shared.Contains(name)) parameter.Dispose();
    }
}
