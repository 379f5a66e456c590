namespace AdapterBridge.Client;

/// <summary>Each part acts on its stretch of the sequence.</summary>
/// <param name="splits">Numbers of tokens; one stands for all.</param>
/// <param name="children">The parts: ids of adapters, or blocks.</param>
public sealed class Split(IReadOnlyList<int> splits, params IReadOnlyList<Composition> children) : Block(children)
{
    /// <summary>Numbers of tokens; one stands for all.</summary>
    public IReadOnlyList<int> Splits { get; } = splits;

    internal override Wire.Composition ToMessage() => new() { Split = new Wire.Split { Children = { Messages }, Splits = { Splits } } };

    private protected override IEnumerable<string> Arguments() => [Number("splits", Splits)];
}
