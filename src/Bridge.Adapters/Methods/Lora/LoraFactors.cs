namespace Bridge.Adapters.Methods.Lora;

/// <summary>The two low-rank factors of a change, however they are made: the change of the weight is B A.</summary>
internal abstract class LoraFactors
{
    /// <summary>A, (r, in).</summary>
    public abstract Tensor A { get; }

    /// <summary>B, (out, r), computed anew where it is made of several tensors. The caller does not dispose it.</summary>
    public abstract Tensor B();

    /// <summary>x A^T B^T for x (rows, length, in).</summary>
    public Tensor Map(Tensor input)
    {
        var (a, b) = As(input.dtype);
        return nn.functional.linear(nn.functional.linear(input, a), b);
    }

    /// <summary>A and B in the type of the base's arithmetic, recorded for gradients: parameters are kept in float32.</summary>
    public (Tensor A, Tensor B) As(ScalarType type)
    {
        var (a, b) = (A, B());
        return (a.dtype == type ? a : a.to(type), b.dtype == type ? b : b.to(type));
    }

    /// <summary>B A, (out, in).</summary>
    public Tensor Delta() => B().matmul(A);
}
