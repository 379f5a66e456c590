using Bridge.Models;
using Bridge.Models.Slots;

namespace Bridge.Adapters.Composing;

/// <summary>Stands for the adapters of a fusion, whose change is added to the projection's output.</summary>
internal sealed class FusedChange : LinearModule
{
    public static readonly FusedChange Instance = new();

    public override Tensor Change(Tensor? previous, Tensor input, LinearSlot slot, ForwardPass pass) =>
        throw BridgeException.Of(ErrorCode.Internal, ErrorReason.InvariantBroken, $"a fusion's change was asked for as an adapter's in {slot.Name}", ("slot", slot.Name));

    public override Tensor Join(Tensor output, Tensor change, LinearSlot slot) => output + change;
}
