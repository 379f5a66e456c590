using Bridge.Configuration;
using Bridge.Models;
using Bridge.Models.Slots;

namespace Bridge.Adapters.Composing;

/// <summary>Runs a composition on keys and values.</summary>
internal sealed class AttentionHook(Composition setup, IReadOnlyDictionary<string, AttentionModule> modules) : IAttentionHook
{
    public AttentionState Forward(AttentionSlot slot, AttentionState state, Tensor hidden, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        // Rows are cut and put together: a bias that is the same for all must have them.
        var bias = state.Bias is { } shared && shared.shape[0] != state.Key.shape[0] ? shared.expand(state.Key.shape[0], -1, -1, -1) : state.Bias;
        var result = new PrefixComposer(modules, slot, pass).Run(setup, new PrefixState(state.Key, state.Value, bias, hidden)).Settle(s => s, (parts, _) => PrefixComposer.Join(parts));
        return new AttentionState(Keep(result.Key, state.Key), Keep(result.Value, state.Value), result.Bias is null ? null : Keep(result.Bias, state.Bias));
    }

    private static Tensor Keep(Tensor result, Tensor? given) => ReferenceEquals(result, given) ? result : result.MoveToOuterDisposeScope();
}
