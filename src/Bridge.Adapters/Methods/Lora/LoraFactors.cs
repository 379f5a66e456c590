namespace Bridge.Adapters.Methods.Lora;

/// <summary>The two low-rank factors of a change, however they are made: the change of the weight is B A.</summary>
internal abstract class LoraFactors
{
    /// <summary>A, (r, in).</summary>
    public abstract Tensor A { get; }

    /// <summary>B, (out, r), computed anew where it is made of several tensors. The caller does not dispose it.</summary>
    public abstract Tensor B();

    /// <summary>x A^T B^T for x (rows, length, in).</summary>
    public Tensor Map(Tensor input) => nn.functional.linear(nn.functional.linear(input, A), B());

    /// <summary>B A, (out, in).</summary>
    public Tensor Delta() => B().matmul(A);
}
