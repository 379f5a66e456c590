namespace Bridge.Adapters.Methods;

/// <summary>A parameter, or some of its rows: cut anew wherever it is used, so that gradients reach the whole.</summary>
internal readonly record struct ParameterPart(Tensor Whole, long Start, long Count)
{
    /// <summary>All of it.</summary>
    public static implicit operator ParameterPart(Tensor whole) => new(whole, 0, -1);

    /// <summary>The rows. The caller does not dispose them.</summary>
    public Tensor Value => Count < 0 ? Whole : Whole.narrow(0, Start, Count);
}
