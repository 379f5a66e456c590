namespace Bridge.Adapters.Methods.Lora;

/// <summary>Both factors as parameters.</summary>
internal sealed class PlainFactors(ParameterPart a, ParameterPart b) : LoraFactors
{
    public override Tensor A => a.Value;

    public override Tensor B() => b.Value;
}
