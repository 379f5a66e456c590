using Bridge.Models;
using Bridge.Models.Slots;

namespace Bridge.Adapters.Composing;

/// <summary>Compositions on keys and values. Parts with fewer keys are filled up in front, as in the reference library.</summary>
internal sealed class PrefixComposer(IReadOnlyDictionary<string, AttentionModule> modules, AttentionSlot slot, ForwardPass pass) : Composer<PrefixState>(pass)
{
    protected override bool Has(string adapter) => modules.ContainsKey(adapter);

    protected override long Rows(PrefixState state) => state.Key.shape[0];

    protected override PrefixState Single(string adapter, PrefixState state) => modules[adapter].Apply(state, slot, Pass);

    protected override PrefixState Slice(PrefixState state, long start, long count, int dimension)
    {
        if (dimension != 0)
            throw BridgeException.Precondition(ErrorReason.SlotNotSupported, "Split divides tokens, and prefixes belong to whole sequences", ("slot", slot.Name));
        return new(state.Key.narrow(0, start, count), state.Value.narrow(0, start, count), state.Bias?.narrow(0, start, count), state.Hidden.narrow(0, start, count));
    }

    protected override PrefixState Concatenate(IReadOnlyList<PrefixState> states, PrefixState whole, int dimension)
    {
        var length = states.Max(s => s.Key.shape[2]);
        var uneven = states.Any(s => s.Key.shape[2] != length);
        var bias = uneven || states.Any(s => s.Bias is not null);
        return whole with
        {
            Key = cat(states.Select(s => Filled(s.Key, length)).ToArray(), 0),
            Value = cat(states.Select(s => Filled(s.Value, length)).ToArray(), 0),
            Bias = bias ? cat(states.Select(s => FilledBias(s, length)).ToArray(), 0) : null,
        };
    }

    protected override PrefixState Mean(IReadOnlyList<PrefixState> states, IReadOnlyList<double> weights, PrefixState whole) =>
        throw BridgeException.Precondition(ErrorReason.SlotNotSupported, "Average has no meaning for prefixes: their keys meet in one softmax; average their parameters instead", ("slot", slot.Name));

    protected override PrefixState Reorder(PrefixState state, Tensor order) =>
        new(state.Key.index_select(0, order), state.Value.index_select(0, order), state.Bias?.index_select(0, order), state.Hidden.index_select(0, order));

    private static Tensor Filled(Tensor keys, long length)
    {
        var missing = length - keys.shape[2];
        if (missing == 0) return keys;
        return cat([zeros([keys.shape[0], keys.shape[1], missing, keys.shape[3]], dtype: keys.dtype, device: keys.device), keys], 2);
    }

    // The reference adds 1 to the scores of filled positions where it meant to mask them; trained adapters depend on the numbers.
    private static Tensor FilledBias(PrefixState state, long length)
    {
        var bias = state.Bias ?? zeros([state.Key.shape[0], 1, 1, state.Key.shape[2]], dtype: state.Key.dtype, device: state.Key.device);
        var missing = length - bias.shape[3];
        return missing == 0 ? bias : cat([ones([bias.shape[0], bias.shape[1], bias.shape[2], missing], dtype: bias.dtype, device: bias.device), bias], 3);
    }
}
