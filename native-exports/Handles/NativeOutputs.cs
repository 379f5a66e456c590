namespace Bridge.Native.Handles;

/// <summary>bridge_outputs: named tensors of a forward pass.</summary>
internal sealed class NativeOutputs : IDisposable
{
    private readonly List<(string Name, NativeText Text, NativeTensor Tensor)> _items = [];

    public int Count => _items.Count;

    public void Add(string name, NativeTensor tensor) => _items.Add((name, new NativeText(name), tensor));

    public NativeText? NameAt(long index) => index >= 0 && index < _items.Count ? _items[(int)index].Text : null;

    /// <summary>The tensor of that name.</summary>
    public NativeTensor this[string name]
    {
        get
        {
            foreach (var item in _items)
                if (item.Name == name) return item.Tensor;
            var there = string.Join(", ", _items.Select(i => i.Name));
            throw BridgeException.NotFound(ErrorReason.ArgumentInvalid, $"there is no output \"{name}\"; there are {there}", ("output", name), ("allowed", there));
        }
    }

    public void Dispose()
    {
        foreach (var (_, text, tensor) in _items)
        {
            text.Dispose();
            tensor.Dispose();
        }
    }
}
