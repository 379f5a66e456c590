using Bridge.Models.Description;
using Bridge.Models.Slots;
using Bridge.Torch;

namespace Bridge.Models.Parts;

/// <summary>Two projections with an activation between them.</summary>
internal class FeedForward(FeedForwardSpec spec, LinearSlot up, LinearSlot down)
{
    private readonly Func<Tensor, Tensor> _activation = Activations.Of(spec.Activation);

    /// <summary>(rows, length, hidden) from the same, borrowed.</summary>
    public Tensor Forward(Tensor hidden, ForwardPass pass)
    {
        using var inner = Inner(hidden, pass);
        using var dropped = pass.ModelDropout(inner, spec.Dropout);
        return down.Forward(dropped, pass);
    }

    /// <summary>What the last projection sees, (rows, length, inner).</summary>
    protected virtual Tensor Inner(Tensor hidden, ForwardPass pass)
    {
        using var projected = up.Forward(hidden, pass);
        return _activation(projected);
    }

    protected Tensor Activated(Tensor projected) => _activation(projected);
}
