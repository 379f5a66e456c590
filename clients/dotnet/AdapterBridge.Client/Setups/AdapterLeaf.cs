namespace AdapterBridge.Client;

/// <summary>One adapter of a tree.</summary>
/// <param name="adapter">Its id.</param>
public sealed class AdapterLeaf(string adapter) : Composition
{
    /// <summary>The adapter's id.</summary>
    public string Adapter { get; } = adapter;

    /// <inheritdoc/>
    public override string ToString() => Adapter;

    internal override Wire.Composition ToMessage() => new() { Adapter = Adapter };
}
