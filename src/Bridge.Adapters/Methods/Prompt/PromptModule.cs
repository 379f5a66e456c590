using Bridge.Adapters.Composing;
using Bridge.Configuration;
using Bridge.Models;

namespace Bridge.Adapters.Methods.Prompt;

/// <summary>A prompt; its positions count as tokens.</summary>
internal sealed class PromptModule(Tensor tokens, PromptPlacement placement) : EmbeddingModule
{
    public override int Order => 1;

    public override bool Lengthens => true;

    public override Tensor Apply(Tensor hidden, ForwardPass pass)
    {
        // What follows a cache has its prompt there.
        if (pass.Causal && pass.Past > 0) return hidden.alias();
        var rows = hidden.shape[0];
        var prompt = tokens.to(hidden.dtype).unsqueeze(0).expand(rows, -1, -1);
        if (pass.Causal)
        {
            pass.Lengthen(tokens.shape[0]);
            return Joined(prompt, hidden);
        }
        // The mask grows in front in both placements, as in the reference library.
        var bias = Grown(pass.AttentionBias, 3, pass.AddedTokenBias);
        if (bias is not null && pass.Context.ReferenceAttention == ReferenceAttention.Sdpa) bias = Unmasked(bias, hidden.shape[1]);
        pass.ReplaceMasks(bias, Grown(pass.AttentionMask, 1, 1));
        return Joined(prompt, hidden);
    }

    private Tensor Joined(Tensor prompt, Tensor hidden) => placement == PromptPlacement.Prefix
        ? cat([prompt, hidden], 1)
        : cat([hidden.narrow(1, 0, 1), prompt, hidden.narrow(1, 1, hidden.shape[1] - 1)], 1);

    // One row a query, those in front without anything masked.
    private Tensor Unmasked(Tensor bias, long length)
    {
        using (bias)
        using (var free = zeros([bias.shape[0], 1, tokens.shape[0], bias.shape[3]], dtype: bias.dtype, device: bias.device))
            return cat([free, bias.expand(-1, -1, length, -1)], 2).DetachFromDisposeScope();
    }

    private Tensor? Grown(Tensor? mask, int dimension, double value)
    {
        if (mask is null) return null;
        var shape = (long[])mask.shape.Clone();
        shape[dimension] = tokens.shape[0];
        return cat([full(shape, value, dtype: mask.dtype, device: mask.device), mask], dimension).DetachFromDisposeScope();
    }
}
