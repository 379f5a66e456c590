namespace AdapterBridge.Client;

/// <summary>Attention weighs the outputs of the parts (AdapterFusion).</summary>
/// <param name="children">The parts: ids of adapters, or blocks.</param>
public sealed class Fuse(params IReadOnlyList<Composition> children) : Block(children)
{
    /// <summary>The fusion's name; null is the parts' names with commas between.</summary>
    public string? Name { get; init; }

    internal override Wire.Composition ToMessage()
    {
        var fuse = new Wire.Fuse { Children = { Messages } };
        if (Name is not null) fuse.Name = Name;
        return new Wire.Composition { Fuse = fuse };
    }

    private protected override IEnumerable<string> Arguments() => Name is null ? [] : [$"name='{Name}'"];
}
