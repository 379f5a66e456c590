using Bridge.Configuration;
using Bridge.Models.Slots;
using Bridge.Torch.Parameters;

namespace Bridge.Adapters.Methods.Lora;

/// <summary>
/// (b B) (d A): b and d are whole matrices that start diagonal, as in the reference library (the paper has vectors). The product b B d is (out, r), so no weight-sized
/// product is made.
/// </summary>
internal sealed class VeraFactors(VeraShared shared, Tensor d, Tensor b) : LoraFactors
{
    public override Tensor A => shared.A;

    public static VeraFactors Build(ModuleParameters at, LoraFamilyConfig config, VeraShared shared, LinearSlot slot) => new(
        shared,
        at.Get("vera_D", Diagonal(config.R, config.VeraD?.Value ?? 0), config.R, config.R),
        at.Get("vera_B", Diagonal(slot.OutFeatures, config.VeraB?.Value ?? 0), slot.OutFeatures, slot.OutFeatures));

    public override Tensor B() => b.matmul(shared.B).matmul(d);

    private static Initializer Diagonal(long size, double value) => new Initializer.Computed(device => eye(size, dtype: ScalarType.Float32, device: device).mul_(value));
}
