namespace Bridge.Adapters.Methods.Bottleneck;

/// <summary>A projection of a bottleneck.</summary>
internal abstract class BottleneckMap
{
    /// <summary>(rows, length, from) to (rows, length, to).</summary>
    public abstract Tensor Map(Tensor input);
}
