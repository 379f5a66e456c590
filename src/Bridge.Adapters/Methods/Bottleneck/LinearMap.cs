namespace Bridge.Adapters.Methods.Bottleneck;

/// <summary>x W^T + b.</summary>
internal sealed class LinearMap(LinearParameters parameters) : BottleneckMap
{
    public LinearParameters Parameters => parameters;

    public override Tensor Map(Tensor input) => parameters.Map(input);
}
