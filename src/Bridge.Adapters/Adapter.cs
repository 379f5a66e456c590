using Bridge.Checkpoints;
using Bridge.Configuration;

namespace Bridge.Adapters;

/// <summary>An adapter of one model: its configuration, its parameters, what it puts in which slot.</summary>
public sealed class Adapter : IDisposable
{
    private readonly Dictionary<string, Tensor> _parameters;

    internal Adapter(string name, AdapterConfig config, IEnumerable<(string Name, Tensor Value)> parameters, AdapterModules modules)
    {
        (Name, Config, Modules) = (name, config, modules);
        _parameters = parameters.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);
    }

    /// <summary>Its name, unique in the model.</summary>
    public string Name { get; }

    /// <summary>What it is.</summary>
    public AdapterConfig Config { get; }

    /// <summary>Its tensors by the reference library's names, in the order of the model.</summary>
    public IReadOnlyDictionary<string, Tensor> Parameters => _parameters;

    /// <summary>How many numbers its tensors hold.</summary>
    public long ParameterCount => _parameters.Values.Sum(p => p.numel());

    /// <summary>What loading found, for adapters that were loaded.</summary>
    public LoadReport? LoadReport { get; internal init; }

    internal AdapterModules Modules { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var parameter in _parameters.Values) parameter.Dispose();
    }
}
