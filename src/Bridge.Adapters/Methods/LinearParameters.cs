namespace Bridge.Adapters.Methods;

/// <summary>Weight and bias.</summary>
internal readonly record struct LinearParameters(Tensor Weight, Tensor Bias)
{
    /// <summary>x W^T + b, in the type of x: parameters are kept in float32 whatever the base computes in.</summary>
    public Tensor Map(Tensor input)
    {
        var (weight, bias) = As(input.dtype);
        return nn.functional.linear(input, weight, bias);
    }

    /// <summary>Both in another type, recorded for gradients; themselves where it is theirs.</summary>
    public LinearParameters As(ScalarType type) => Weight.dtype == type ? this : new(Weight.to(type), Bias.to(type));
}
