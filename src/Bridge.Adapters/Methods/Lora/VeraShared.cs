using Bridge.Configuration;
using Bridge.Models.Slots;

namespace Bridge.Adapters.Methods.Lora;

/// <summary>The frozen random factors that all projections of a VeRA adapter share.</summary>
internal sealed record VeraShared(Tensor A, Tensor B)
{
    public static VeraShared Build(BuildContext context, LoraFamilyConfig config, IReadOnlyList<LinearSlot> slots)
    {
        var first = slots[0];
        foreach (var slot in slots)
            if (slot.InFeatures != first.InFeatures || slot.OutFeatures != first.OutFeatures)
                throw BridgeException.Invalid(ErrorReason.ConfigValueRange,
                    $"VeRA shares its factors between projections of one size; {first.Name} is {first.InFeatures} to {first.OutFeatures}, {slot.Name} is {slot.InFeatures} to {slot.OutFeatures}",
                    ("slot", slot.Name), ("found", $"{slot.InFeatures}, {slot.OutFeatures}"), ("allowed", $"{first.InFeatures}, {first.OutFeatures}"));
        var (a, b) = LoraMethod.Initializers(config.InitWeights);
        var at = context.At($"shared_parameters.{context.Adapter}", config.InitWeightsSeed);
        return new VeraShared(at.Buffer("lora_A", a, config.R, first.InFeatures), at.Buffer("lora_B", b, first.OutFeatures, config.R));
    }
}
