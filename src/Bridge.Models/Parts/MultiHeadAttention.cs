using Bridge.Models.Description;
using Bridge.Models.Slots;

namespace Bridge.Models.Parts;

/// <summary>Scaled dot-product attention over all heads (Vaswani et al. 2017), without its output projection.</summary>
internal sealed class MultiHeadAttention(AttentionSpec spec, LinearSlot query, LinearSlot key, LinearSlot value, AttentionSlot slot, Rotary? rotary, RelativeBias? relative)
{
    private readonly double _scale = spec.Scale ?? 1 / Math.Sqrt(spec.HeadSize);

    /// <summary>
    /// The heads' outputs side by side, (rows, length, heads * head size). Keys and values are made of <paramref name="source"/>, which in self-attention is the input itself;
    /// <paramref name="bias"/> is added to the scores. All borrowed.
    /// </summary>
    public Tensor Forward(Tensor hidden, Tensor source, Tensor? bias, ForwardPass pass)
    {
        using var q = Turned(Heads(query.Forward(hidden, pass)), pass);
        using var newKeys = Turned(Heads(key.Forward(source, pass)), pass);
        using var newValues = Heads(value.Forward(source, pass));
        // The encoder's states stay; a decoder's own keys and values grow.
        var (k, v) = pass.Context.Cache is { } cache && spec.Causal && ReferenceEquals(hidden, source) ? cache.Append(slot.Index, newKeys, newValues) : (newKeys.alias(), newValues.alias());
        using var allKeys = k;
        using var allValues = v;
        var hook = pass.Context.Hooks?.Attention[slot.Index];
        if (hook is null) return Merge(Attend(q, k, v, bias, pass));
        var state = hook.Forward(slot, new AttentionState(k, v, bias), hidden, pass);
        try
        {
            return Merge(Attend(q, state.Key, state.Value, state.Bias, pass));
        }
        finally
        {
            if (!ReferenceEquals(state.Key, k)) state.Key.Dispose();
            if (!ReferenceEquals(state.Value, v)) state.Value.Dispose();
            if (!ReferenceEquals(state.Bias, bias)) state.Bias?.Dispose();
        }
    }

    private Tensor Turned(Tensor heads, ForwardPass pass) => rotary is null ? heads : rotary.Turn(heads, pass);

    private Tensor Attend(Tensor q, Tensor k, Tensor v, Tensor? bias, ForwardPass pass)
    {
        var dropout = pass.ModelProbability(spec.Dropout);
        using var keys = Shared(k);
        using var values = Shared(v);
        using var whole = Biased(bias, q.shape[2], k.shape[2], pass);
        if (pass.Attentions is { } wanted) wanted.Add(Bridge.Torch.Attention.Weights(q, keys, whole, _scale));
        return Bridge.Torch.Attention.Apply(q, keys, values, whole, _scale, dropout, dropout > 0 ? pass.NextRandom() : null, pass.Context.Execution);
    }

    // Keys that adapters add count as positions, as in the reference library.
    private Tensor? Biased(Tensor? bias, long queries, long keys, ForwardPass pass)
    {
        if (relative?.Of(queries, keys, pass) is not { } distance) return bias?.alias();
        if (bias is null) return distance.alias();
        // The pass's own masks are the same in every layer.
        return ReferenceEquals(bias, pass.AttentionBias) ? pass.Once((relative, queries, keys, pass.Rows), () => (distance + bias).DetachFromDisposeScope()).alias() : distance + bias;
    }

    // Each head of keys and values serves a group of queries: (rows, groups, length, size) -> (rows, heads, length, size)
    private Tensor Shared(Tensor x)
    {
        var times = spec.Heads / x.shape[1];
        if (times == 1) return x.alias();
        using var wide = x.unsqueeze(2);
        using var same = wide.expand(-1, -1, times, -1, -1);
        return same.reshape(x.shape[0], spec.Heads, x.shape[2], x.shape[3]);
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
