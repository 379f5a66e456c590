using Bridge.Models.Description;
using Bridge.Models.Slots;
using Bridge.Torch;

namespace Bridge.Models.Parts;

/// <summary>One transformer block: attention and feed-forward, each joined with the residual in a branch slot, then the layer slot.</summary>
internal sealed class Block(
    BlockSpec spec,
    SelfAttention attention,
    LinearSlot attentionOutput,
    BranchSlot attentionJoin,
    LinearSlot up,
    LinearSlot down,
    BranchSlot feedForwardJoin,
    LayerSlot layer)
{
    private readonly Func<Tensor, Tensor> _activation = Activations.Of(spec.FeedForward.Activation);

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
        using var heads = attention.Forward(hidden, pass);
        using var projected = attentionOutput.Forward(heads, pass);
        using var dropped = pass.Dropout(projected, spec.AttentionDropout ?? spec.HiddenDropout);
        return spec.AttentionJoinTurned ? attentionJoin.Forward(hidden, dropped, pass) : attentionJoin.Forward(dropped, hidden, pass);
    }

    private Tensor FedForward(Tensor hidden, ForwardPass pass)
    {
        using var activated = Inner(hidden, pass);
        using var projected = down.Forward(activated, pass);
        using var dropped = pass.Dropout(projected, spec.FeedForwardDropout ?? spec.HiddenDropout);
        return feedForwardJoin.Forward(dropped, hidden, pass);
    }

    private Tensor Inner(Tensor hidden, ForwardPass pass)
    {
        using var projected = up.Forward(hidden, pass);
        return _activation(projected);
    }
}
