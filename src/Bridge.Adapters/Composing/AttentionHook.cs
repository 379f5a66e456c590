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
        var result = new PrefixComposer(modules, slot, pass).Run(setup, new PrefixState(state.Key, state.Value, state.Bias, hidden));
        return new AttentionState(Keep(result.Key, state.Key), Keep(result.Value, state.Value), result.Bias is null ? null : Keep(result.Bias, state.Bias));
    }

    private static Tensor Keep(Tensor result, Tensor? given) => ReferenceEquals(result, given) ? result : result.MoveToOuterDisposeScope();
}
