namespace Bridge.Models.Slots;

/// <summary>Acts in an <see cref="AttentionSlot"/>.</summary>
public interface IAttentionHook
{
    /// <summary>
    /// New keys, values and bias; <paramref name="hidden"/> is the attention's input. Everything given is borrowed; new tensors in the result are the caller's,
    /// given ones may be returned as they are.
    /// </summary>
    AttentionState Forward(AttentionSlot slot, AttentionState state, Tensor hidden, ForwardPass pass);
}
