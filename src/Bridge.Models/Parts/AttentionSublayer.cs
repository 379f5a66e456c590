using Bridge.Models.Slots;

namespace Bridge.Models.Parts;

/// <summary>An attention of a block, its output projection and the join with the residual. <paramref name="turned"/>: adapters see the input as the branch.</summary>
internal sealed class AttentionSublayer(Norm? norm, MultiHeadAttention attention, LinearSlot output, BranchSlot join, double? dropout, bool turned = false)
{
    /// <summary>(rows, length, hidden) from the same; keys and values of <paramref name="source"/>, or of the input without one. All borrowed.</summary>
    public Tensor Forward(Tensor hidden, Tensor? source, Tensor? bias, ForwardPass pass)
    {
        using var input = norm?.Forward(hidden) ?? hidden.alias();
        using var heads = attention.Forward(input, source ?? input, bias, pass);
        using var projected = output.Forward(heads, pass);
        using var dropped = pass.ModelDropout(projected, dropout);
        return turned ? join.Forward(hidden, dropped, pass) : join.Forward(dropped, hidden, pass);
    }
}
