namespace Bridge.Models.Slots;

/// <summary>Acts on the hidden states leaving a block.</summary>
public interface ILayerHook
{
    /// <summary>New hidden states from (rows, length, hidden), borrowed. The result is the caller's.</summary>
    Tensor Forward(LayerSlot slot, Tensor hidden, ForwardPass pass);
}
