namespace AdapterBridge.Client;

/// <summary>Each part acts on the output of the one before.</summary>
/// <param name="children">The parts: ids of adapters, or blocks.</param>
public sealed class Stack(params IReadOnlyList<Composition> children) : Block(children)
{
    internal override Wire.Composition ToMessage() => new() { Stack = new Wire.Stack { Children = { Messages } } };
}
