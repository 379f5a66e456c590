namespace AdapterBridge.Client;

/// <summary>Each part acts on the rows of its task.</summary>
/// <param name="children">The parts: ids of adapters, or blocks.</param>
public sealed class MultiTask(params IReadOnlyList<Composition> children) : Block(children)
{
    internal override Wire.Composition ToMessage() => new() { MultiTask = new Wire.MultiTask { Children = { Messages } } };
}
