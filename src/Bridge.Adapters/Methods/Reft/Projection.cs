namespace Bridge.Adapters.Methods.Reft;

/// <summary>The low-rank projection R, (r, hidden).</summary>
internal abstract class Projection
{
    /// <summary>R as it stands.</summary>
    public abstract Tensor Weight();
}
