namespace Bridge.Adapters.Methods.Reft;

/// <summary>R as a parameter.</summary>
internal sealed class PlainProjection(Tensor weight) : Projection
{
    public override Tensor Weight() => weight;
}
