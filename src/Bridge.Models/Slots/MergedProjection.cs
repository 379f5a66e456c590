namespace Bridge.Models.Slots;

/// <summary>Several projections of one input that lie in one weight (query, key and value of GPT-2). Each is a slot of its own; files name the whole.</summary>
public sealed class MergedProjection
{
    private readonly List<LinearSlot> _parts = [];

    internal MergedProjection(string name) => Name = name;

    /// <summary>Name of the module in checkpoints.</summary>
    public string Name { get; }

    /// <summary>The projections in the order in which they lie there.</summary>
    public IReadOnlyList<LinearSlot> Parts => _parts;

    internal void Add(LinearSlot part) => _parts.Add(part);
}
