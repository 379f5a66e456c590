using Bridge.Models.Slots;

namespace Bridge.Models.Parts;

/// <summary>
/// One transformer block: attention, in decoders of encoders attention to the encoder's states, and feed-forward, each joined with the residual in a branch slot, then the layer
/// slot. Norms stand before the sublayers where they are given here, else after the sums, in the branch slots.
/// </summary>
internal sealed class Block(AttentionSublayer self, AttentionSublayer? cross, Norm? feedForwardNorm, FeedForward feedForward, BranchSlot feedForwardJoin, double? dropout, LayerSlot layer)
{
    /// <summary>The block's number among all of the model.</summary>
    public int Number => layer.Layer;

    /// <summary>The block's output from its input, (rows, length, hidden), borrowed.</summary>
    public Tensor Forward(Tensor hidden, ForwardPass pass)
    {
        using var attended = self.Forward(hidden, null, pass.AttentionBias, pass);
        using var crossed = cross?.Forward(attended, pass.EncoderStates, pass.CrossBias, pass);
        var output = FedForward(crossed ?? attended, pass);
        var hook = pass.Context.Hooks?.Layer[layer.Layer];
        if (hook is null) return output;
        using (output) return hook.Forward(layer, output, pass);
    }

    private Tensor FedForward(Tensor hidden, ForwardPass pass)
    {
        using var input = feedForwardNorm?.Forward(hidden) ?? hidden.alias();
        using var projected = feedForward.Forward(input, pass);
        using var dropped = pass.ModelDropout(projected, dropout);
        return feedForwardJoin.Forward(dropped, hidden, pass);
    }
}
