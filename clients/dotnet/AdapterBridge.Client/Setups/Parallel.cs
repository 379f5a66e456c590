namespace AdapterBridge.Client;

/// <summary>Rows are repeated, once for each part.</summary>
/// <param name="children">The parts: ids of adapters, or blocks.</param>
public sealed class Parallel(params IReadOnlyList<Composition> children) : Block(children)
{
    internal override Wire.Composition ToMessage() => new() { Parallel = new Wire.Parallel { Children = { Messages } } };
}
