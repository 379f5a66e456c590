using Bridge.Models.Slots;

namespace Bridge.Adapters.Methods;

/// <summary>The field's names of the places where methods act, under which gates and fusions are told.</summary>
internal static class Places
{
    /// <summary>Of a projection.</summary>
    public static string Of(LinearSlot slot) => slot.Role switch
    {
        LinearRole.Up => "intermediate_lora",
        LinearRole.Down => "output_lora",
        _ => "selfattn_lora",
    };

    /// <summary>Of a branch.</summary>
    public static string Of(BranchSlot slot) => slot.Location switch
    {
        SlotLocation.SelfAttention => "mh_adapter",
        SlotLocation.CrossAttention => "cross_adapter",
        _ => "output_adapter",
    };

    /// <summary>Of a block.</summary>
    public static string Of(LayerSlot _) => "output_reft";

    /// <summary>Of an attention.</summary>
    public static string Of(AttentionSlot slot) => slot.Key;
}
