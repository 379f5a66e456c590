namespace Goldens.Cases;

/// <summary>What one forward call gave, by the names of cases. Owns the tensors.</summary>
internal sealed class CaseOutputs : IDisposable
{
    private readonly Dictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, Tensor> Tensors => _tensors;

    public Tensor this[string name] => _tensors[name];

    public void Add(string name, Tensor tensor) => _tensors.Add(name, tensor);

    public void Dispose()
    {
        foreach (var tensor in _tensors.Values) tensor.Dispose();
    }
}
