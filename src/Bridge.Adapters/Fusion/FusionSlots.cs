using Bridge.Adapters.Methods;
using Bridge.Models.Slots;

namespace Bridge.Adapters.Fusion;

/// <summary>
/// Where a fusion has weights. Where branches join: in all layers of the places where one of its adapters acts (as in the reference library, also in layers that all leave out);
/// projections and hidden states, which that library does not fuse: exactly where one acts.
/// </summary>
internal sealed record FusionSlots(IReadOnlyList<BranchSlot> Branch, IReadOnlyList<LinearSlot> Linear, IReadOnlyList<LayerSlot> Layer)
{
    /// <summary>Those of a fusion of these adapters.</summary>
    public static FusionSlots Of(SlotTable slots, IReadOnlyList<Adapter> adapters)
    {
        var places = adapters.SelectMany(a => a.Modules.Branch.Keys).Select(i => Places.Of(slots.Branch[i])).ToHashSet();
        return new FusionSlots(
            [.. slots.Branch.Where(slot => places.Contains(Places.Of(slot)))],
            [.. slots.Linear.Where(slot => adapters.Any(a => a.Modules.Linear.ContainsKey(slot.Index)))],
            [.. slots.Layer.Where(slot => adapters.Any(a => a.Modules.Layer.ContainsKey(slot.Layer)))]);
    }

    /// <summary>Where a fusion's tensors lie below a slot.</summary>
    public static string Path(string slot, string fusion) => $"{slot}.adapter_fusion_layer.{fusion}";

    /// <summary>These, without the kinds of which the tensors hold none at all: so the reference library's files are, whatever the adapters.</summary>
    public FusionSlots HeldBy(IReadOnlyCollection<string> tensors, string fusion)
    {
        bool Held(string slot) => tensors.Any(name => name.StartsWith(Path(slot, fusion) + ".", StringComparison.Ordinal));
        return new FusionSlots(Branch, Linear.Any(s => Held(s.Name)) ? Linear : [], Layer.Any(s => Held(s.Name)) ? Layer : []);
    }
}
