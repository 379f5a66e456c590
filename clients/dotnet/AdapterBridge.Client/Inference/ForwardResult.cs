namespace AdapterBridge.Client;

/// <summary>The outputs of a batch.</summary>
/// <param name="Outputs">Tensors by name: <c>logits</c>, <c>last_hidden_state</c>, ...</param>
/// <param name="Adapters">Which adapters acted, in which version.</param>
public sealed record ForwardResult(IReadOnlyDictionary<string, Tensor> Outputs, IReadOnlyList<AdapterUse> Adapters)
{
    /// <summary>An output by its name.</summary>
    public Tensor this[string name] => Outputs.TryGetValue(name, out var tensor)
        ? tensor
        : throw new KeyNotFoundException($"there is no output \"{name}\"; there are {string.Join(", ", Outputs.Keys)}");

    internal static ForwardResult From(Wire.RunForwardResponse m) => new(m.Outputs.ToDictionary(o => o.Key, o => Tensor.From(o.Value)), AdapterUse.From(m.Adapters));

    internal static ForwardResult From(Wire.StreamForwardResult m, Dictionary<string, Tensor> pieces)
    {
        foreach (var (name, tensor) in m.Outputs) pieces[name] = Tensor.From(tensor);
        return new ForwardResult(pieces, AdapterUse.From(m.Adapters));
    }
}
