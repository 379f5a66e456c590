using Bridge.Models.Description;
using Bridge.Models.Slots;

namespace Bridge.Models.Parts;

/// <summary>A feed-forward part with a gate (Shazeer 2020, arXiv:2002.05202): down(activation(gate(x)) * up(x)).</summary>
internal sealed class GatedFeedForward(FeedForwardSpec spec, LinearSlot gate, LinearSlot up, LinearSlot down) : FeedForward(spec, up, down)
{
    private readonly LinearSlot _up = up;

    protected override Tensor Inner(Tensor hidden, ForwardPass pass)
    {
        using var opened = gate.Forward(hidden, pass);
        using var activated = Activated(opened);
        using var projected = _up.Forward(hidden, pass);
        return activated * projected;
    }
}
