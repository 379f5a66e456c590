namespace Bridge.Adapters.Methods.Lora;

/// <summary>Both factors as parameters.</summary>
internal sealed class PlainFactors(Tensor a, Tensor b) : LoraFactors
{
    public override Tensor A => a;

    public override Tensor B() => b;
}
