namespace AdapterBridge.Client;

/// <summary>Each part acts on its rows of the batch.</summary>
/// <param name="batchSizes">Numbers of rows; one stands for all.</param>
/// <param name="children">The parts: ids of adapters, or blocks.</param>
public sealed class BatchSplit(IReadOnlyList<int> batchSizes, params IReadOnlyList<Composition> children) : Block(children)
{
    /// <summary>Numbers of rows; one stands for all.</summary>
    public IReadOnlyList<int> BatchSizes { get; } = batchSizes;

    internal override Wire.Composition ToMessage() => new() { BatchSplit = new Wire.BatchSplit { Children = { Messages }, BatchSizes = { BatchSizes } } };

    private protected override IEnumerable<string> Arguments() => [Number("batch_sizes", BatchSizes)];
}
