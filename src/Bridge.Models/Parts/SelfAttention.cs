using Bridge.Models.Description;
using Bridge.Models.Slots;

namespace Bridge.Models.Parts;

/// <summary>Scaled dot-product attention over all heads (Vaswani et al. 2017), without its output projection.</summary>
internal sealed class SelfAttention(AttentionSpec spec, LinearSlot query, LinearSlot key, LinearSlot value, AttentionSlot slot)
{
    /// <summary>The heads' outputs side by side, (rows, length, heads * head size).</summary>
    public Tensor Forward(Tensor hidden, ForwardPass pass)
    {
        using var q = Heads(query.Forward(hidden, pass));
        using var k = Heads(key.Forward(hidden, pass));
        using var v = Heads(value.Forward(hidden, pass));
        var hook = pass.Context.Hooks?.Attention[slot.Index];
        if (hook is null) return Merge(Attend(q, k, v, pass.AttentionBias, pass));
        var given = new AttentionState(k, v, pass.AttentionBias);
        var state = hook.Forward(slot, given, hidden, pass);
        try
        {
            return Merge(Attend(q, state.Key, state.Value, state.Bias, pass));
        }
        finally
        {
            if (!ReferenceEquals(state.Key, k)) state.Key.Dispose();
            if (!ReferenceEquals(state.Value, v)) state.Value.Dispose();
            if (!ReferenceEquals(state.Bias, given.Bias)) state.Bias?.Dispose();
        }
    }

    private Tensor Attend(Tensor q, Tensor k, Tensor v, Tensor? bias, ForwardPass pass)
    {
        if (!pass.Context.Training || spec.Dropout <= 0)
            return nn.functional.scaled_dot_product_attention(q, k, v, bias);
        using var scaled = q * (1 / Math.Sqrt(spec.HeadSize));
        using var turned = k.transpose(-1, -2);
        using var scores = scaled.matmul(turned);
        using var biased = bias is null ? scores.alias() : scores + bias;
        using var probabilities = biased.softmax(-1);
        using var dropped = pass.Dropout(probabilities, spec.Dropout);
        return dropped.matmul(v);
    }

    // (rows, length, heads * size) -> (rows, heads, length, size)
    private Tensor Heads(Tensor projected)
    {
        using (projected)
        using (var split = projected.view(projected.shape[0], projected.shape[1], -1, spec.HeadSize))
            return split.transpose(1, 2);
    }

    // (rows, heads, length, size) -> (rows, length, heads * size)
    private static Tensor Merge(Tensor heads)
    {
        using (heads)
        using (var turned = heads.transpose(1, 2))
            return turned.reshape(turned.shape[0], turned.shape[1], -1);
    }
}
