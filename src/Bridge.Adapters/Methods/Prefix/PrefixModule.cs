using Bridge.Adapters.Composing;
using Bridge.Models;
using Bridge.Models.Slots;

namespace Bridge.Adapters.Methods.Prefix;

/// <summary>The prefix of one layer.</summary>
internal sealed class PrefixModule(PrefixPool pool, int layer, Gate? gate) : AttentionModule
{
    /// <summary>Where its keys and values come from.</summary>
    public PrefixPool Pool => pool;

    public override PrefixState Apply(PrefixState state, AttentionSlot slot, ForwardPass pass)
    {
        var (key, value) = pool.Of(layer, pass);
        var rows = state.Key.shape[0];
        key = key.expand(rows, -1, -1, -1);
        value = value.expand(rows, -1, -1, -1);
        if (gate is not null)
        {
            // One for both, or one for keys and one for values.
            var open = gate.Open(state.Hidden, pass);
            key = key * open.narrow(2, 0, 1).view(-1, 1, 1, 1);
            value = value * open.narrow(2, open.shape[2] - 1, 1).view(-1, 1, 1, 1);
        }
        var bias = state.Bias is null ? null : cat([full([rows, state.Bias.shape[1], state.Bias.shape[2], key.shape[2]], pass.AddedTokenBias, dtype: state.Bias.dtype, device: state.Bias.device), state.Bias], 3);
        return state with { Key = cat([key.to(state.Key.dtype), state.Key], 2), Value = cat([value.to(state.Value.dtype), state.Value], 2), Bias = bias };
    }
}
