namespace AdapterBridge.Client;

/// <summary>A tree of adapters: <c>new Stack("a", new Parallel("b", "c"))</c>. Texts are ids of adapters.</summary>
public abstract class Composition : IEquatable<Composition>
{
    private protected Composition()
    {
    }

    /// <summary>An adapter by its id.</summary>
    public static implicit operator Composition(string adapter) => new AdapterLeaf(adapter);

    /// <summary>An adapter.</summary>
    public static implicit operator Composition(Adapter adapter) => new AdapterLeaf(adapter.Id);

    /// <inheritdoc/>
    public bool Equals(Composition? other) => other is not null && other.GetType() == GetType() && other.ToString() == ToString();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Composition);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());

    /// <summary>The notation that the server reads: <c>Stack('a', 'b')</c>.</summary>
    public abstract override string ToString();

    internal static Composition From(Wire.Composition m) => m.NodeCase switch
    {
        Wire.Composition.NodeOneofCase.Adapter => new AdapterLeaf(m.Adapter),
        Wire.Composition.NodeOneofCase.Stack => new Stack(Of(m.Stack.Children)),
        Wire.Composition.NodeOneofCase.Parallel => new Parallel(Of(m.Parallel.Children)),
        Wire.Composition.NodeOneofCase.Fuse => new Fuse(Of(m.Fuse.Children)) { Name = m.Fuse.HasName ? m.Fuse.Name : null },
        Wire.Composition.NodeOneofCase.Split => new Split([.. m.Split.Splits], Of(m.Split.Children)),
        Wire.Composition.NodeOneofCase.BatchSplit => new BatchSplit([.. m.BatchSplit.BatchSizes], Of(m.BatchSplit.Children)),
        Wire.Composition.NodeOneofCase.Average => new Average(Of(m.Average.Children))
        {
            Weights = [.. m.Average.Weights], NormalizeWeights = m.Average.HasNormalizeWeights ? m.Average.NormalizeWeights : null,
        },
        Wire.Composition.NodeOneofCase.MultiTask => new MultiTask(Of(m.MultiTask.Children)),
        _ => throw new NotSupportedException("a composition of a newer server"),
    };

    internal abstract Wire.Composition ToMessage();

    private static Composition[] Of(IEnumerable<Wire.Composition> children) => [.. children.Select(From)];
}
