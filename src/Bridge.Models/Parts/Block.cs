using Bridge.Models.Description;
using Bridge.Models.Slots;

namespace Bridge.Models.Parts;

/// <summary>
/// One transformer block: attention and feed-forward, each joined with the residual in a branch slot, then the layer slot. Norms stand before the sublayers where they are given
/// here, else after the sums, in the branch slots.
/// </summary>
internal sealed class Block(
    BlockSpec spec,
    Norm? attentionNorm,
    SelfAttention attention,
    LinearSlot attentionOutput,
    BranchSlot attentionJoin,
    Norm? feedForwardNorm,
    FeedForward feedForward,
    BranchSlot feedForwardJoin,
    LayerSlot layer)
{
    /// <summary>The block's output from its input, (rows, length, hidden), borrowed.</summary>
    public Tensor Forward(Tensor hidden, ForwardPass pass)
    {
        using var attended = Attended(hidden, pass);
        var output = FedForward(attended, pass);
        var hook = pass.Context.Hooks?.Layer[layer.Layer];
        if (hook is null) return output;
        using (output) return hook.Forward(layer, output, pass);
    }

    private Tensor Attended(Tensor hidden, ForwardPass pass)
    {
        using var input = attentionNorm?.Forward(hidden) ?? hidden.alias();
        using var heads = attention.Forward(input, pass);
        using var projected = attentionOutput.Forward(heads, pass);
        using var dropped = pass.Dropout(projected, spec.AttentionDropout ?? spec.HiddenDropout);
        return spec.AttentionJoinTurned ? attentionJoin.Forward(hidden, dropped, pass) : attentionJoin.Forward(dropped, hidden, pass);
    }

    private Tensor FedForward(Tensor hidden, ForwardPass pass)
    {
        using var input = feedForwardNorm?.Forward(hidden) ?? hidden.alias();
        using var projected = feedForward.Forward(input, pass);
        using var dropped = pass.Dropout(projected, spec.FeedForwardDropout ?? spec.HiddenDropout);
        return feedForwardJoin.Forward(dropped, hidden, pass);
    }
}
