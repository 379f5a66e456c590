using Bridge.Models.Slots;

namespace Bridge.Adapters.Merging;

/// <summary>Puts an adapter's change into the base's weights and takes it out again. The original weight stays where it is, so that taking out is exact.</summary>
internal static class MergedAdapter
{
    /// <summary>Merges in every projection where the adapter acts, or nowhere. What a union does in other slots stays outside.</summary>
    public static void Merge(SlotTable slots, Adapter adapter)
    {
        var modules = adapter.Modules;
        if (modules.Linear.Count == 0)
            throw BridgeException.Precondition(ErrorReason.SlotNotSupported, $"adapter \"{adapter.Name}\" ({adapter.Config}) acts in no projection; only a change of weights can be merged",
                ("adapter", adapter.Name), ("config", adapter.Config.ToString()));
        foreach (var slot in modules.Linear.Keys.Select(i => slots.Linear[i]).Where(s => s.MergedBy is not null && s.MergedBy != adapter.Name))
            throw BridgeException.Precondition(ErrorReason.AdapterMerged, $"adapter \"{slot.MergedBy}\" is merged into {slot.Name}; reset it first", ("adapter", slot.MergedBy!), ("slot", slot.Name));
        var weights = new List<(LinearSlot Slot, Tensor Weight)>();
        try
        {
            foreach (var (index, module) in modules.Linear)
                if (slots.Linear[index] is { MergedBy: null } slot) weights.Add((slot, Weight(adapter, module, slot)));
        }
        catch
        {
            foreach (var (_, weight) in weights) weight.Dispose();
            throw;
        }
        foreach (var (slot, weight) in weights) slot.Merge(weight, adapter.Name);
    }

    // In float32, rounded once to the weight's type.
    private static Tensor Weight(Adapter adapter, Composing.LinearModule module, LinearSlot slot)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var merged = module.Merged(slot.Weight.to(ScalarType.Float32))
            ?? throw BridgeException.Precondition(ErrorReason.SlotNotSupported, $"adapter \"{adapter.Name}\" changes {slot.Name} by more than its weight (a gate); it cannot be merged",
                ("adapter", adapter.Name), ("slot", slot.Name));
        return merged.to(slot.Weight.dtype).contiguous().DetachFromDisposeScope();
    }
}
