using Bridge.Models.Slots;

namespace Bridge.Models;

/// <summary>The slots of a model while it is put together, encoder before decoder.</summary>
internal sealed class SlotLists
{
    public List<LinearSlot> Linear { get; } = [];

    public List<BranchSlot> Branch { get; } = [];

    public List<AttentionSlot> Attention { get; } = [];

    public List<LayerSlot> Layer { get; } = [];

    public SlotTable ToTable() => new(Linear, Branch, Attention, Layer);
}
