namespace Bridge.Adapters.Methods;

/// <summary>Weight and bias.</summary>
internal readonly record struct LinearParameters(Tensor Weight, Tensor Bias)
{
    /// <summary>x W^T + b.</summary>
    public Tensor Map(Tensor input) => nn.functional.linear(input, Weight, Bias);
}
