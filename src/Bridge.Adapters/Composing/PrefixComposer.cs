using Bridge.Models;
using Bridge.Models.Slots;

namespace Bridge.Adapters.Composing;

/// <summary>Compositions on keys and values. Parts with fewer keys are filled up in front, as in the reference library.</summary>
internal sealed class PrefixComposer(IReadOnlyDictionary<string, AttentionModule> modules, AttentionSlot slot, ForwardPass pass) : Composer<PrefixState>(pass)
{
    // What the reference adds to the scores of filled positions where it meant to mask them; trained adapters depend on the numbers.
    private const double NotMasked = 1;

    protected override bool Has(string adapter) => modules.ContainsKey(adapter);

    protected override long Size(PrefixState state, int dimension) => state.Hidden.shape[dimension];

    protected override PrefixState Single(string adapter, PrefixState state) => modules[adapter].Apply(state, slot, Pass);

    // Blocks that would divide tokens or average are refused when the composition is set.
    protected override PrefixState Slice(PrefixState state, long start, long count, int dimension) => dimension == 0
        ? new(state.Key.narrow(0, start, count), state.Value.narrow(0, start, count), state.Bias?.narrow(0, start, count), state.Hidden.narrow(0, start, count))
        : throw Impossible("Split");

    protected override PrefixState Concatenate(IReadOnlyList<PrefixState> states, PrefixState whole, int dimension) => Joined(states, NotMasked);

    protected override PrefixState Mean(IReadOnlyList<PrefixState> states, IReadOnlyList<double> weights, PrefixState whole) => throw Impossible("Average");

    protected override PrefixState Reorder(PrefixState state, Tensor order) =>
        new(state.Key.index_select(0, order), state.Value.index_select(0, order), state.Bias?.index_select(0, order), state.Hidden.index_select(0, order));

    /// <summary>All rows in one tensor; what fills up shorter ones is masked.</summary>
    public static PrefixState Join(IReadOnlyList<PrefixState> states) => Joined(states, finfo(states[0].Key.dtype).min);

    private static PrefixState Joined(IReadOnlyList<PrefixState> states, double filler)
    {
        var length = states.Max(s => s.Key.shape[2]);
        var bias = states.Any(s => s.Key.shape[2] != length || s.Bias is not null);
        var wide = states.Max(s => s.Bias?.shape[2] ?? 1);
        return new(
            cat(states.Select(s => Filled(s.Key, length)).ToArray(), 0),
            cat(states.Select(s => Filled(s.Value, length)).ToArray(), 0),
            bias ? cat(states.Select(s => FilledBias(s, length, filler).expand(-1, -1, wide, -1)).ToArray(), 0) : null,
            cat(states.Select(s => s.Hidden).ToArray(), 0));
    }

    private BridgeException Impossible(string block) => BridgeException.Of(ErrorCode.Internal, ErrorReason.InvariantBroken, $"{block} reached {slot.Name}", ("block", block), ("slot", slot.Name));

    private static Tensor Filled(Tensor keys, long length)
    {
        var missing = length - keys.shape[2];
        if (missing == 0) return keys;
        return cat([zeros([keys.shape[0], keys.shape[1], missing, keys.shape[3]], dtype: keys.dtype, device: keys.device), keys], 2);
    }

    private static Tensor FilledBias(PrefixState state, long length, double filler)
    {
        var bias = state.Bias ?? zeros([state.Key.shape[0], 1, 1, state.Key.shape[2]], dtype: state.Key.dtype, device: state.Key.device);
        var missing = length - bias.shape[3];
        return missing == 0 ? bias : cat([full([bias.shape[0], bias.shape[1], bias.shape[2], missing], filler, dtype: bias.dtype, device: bias.device), bias], 3);
    }
}
