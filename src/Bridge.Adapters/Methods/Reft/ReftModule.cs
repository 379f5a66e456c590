using Bridge.Adapters.Composing;
using Bridge.Configuration;
using Bridge.Models;
using Bridge.Models.Slots;

namespace Bridge.Adapters.Methods.Reft;

/// <summary>Gathers the first and last tokens of each row, changes them, puts them back. Padding on either side is skipped.</summary>
internal sealed class ReftModule(ReftConfig config, IReadOnlyList<ReftUnit> units) : LayerModule
{
    public override Tensor Apply(Tensor hidden, Tensor? mask, LayerSlot slot, ForwardPass pass)
    {
        if (config.PrefixPositions <= 0 && config.SuffixPositions <= 0) return hidden.alias();
        var (first, end) = Bounds(hidden, mask);
        // Tokens that follow a cache are not the first ones any more (the reference library changes them as if they were).
        var prefix = config.PrefixPositions > 0 && pass.Past < config.PrefixPositions ? Positions(first, 0, Math.Min(config.PrefixPositions, hidden.shape[1]), hidden) : null;
        var count = Math.Min(config.SuffixPositions, hidden.shape[1]);
        var suffix = config.SuffixPositions > 0 ? Positions(end, -count, count, hidden) : null;
        if (prefix is null && suffix is null) return hidden.alias();
        var changed = units.Count == 1 ? Tied(hidden, prefix, suffix, pass) : Untied(hidden, prefix, suffix, pass);
        if (prefix is not null) hidden = hidden.scatter(1, prefix, changed.Prefix!.to(hidden.dtype));
        if (suffix is not null) hidden = hidden.scatter(1, suffix, changed.Suffix!.to(hidden.dtype));
        return hidden;
    }

    private (Tensor? Prefix, Tensor? Suffix) Untied(Tensor hidden, Tensor? prefix, Tensor? suffix, ForwardPass pass) =>
        (prefix is null ? null : units[0].Apply(hidden.gather(1, prefix), pass), suffix is null ? null : units[1].Apply(hidden.gather(1, suffix), pass));

    private (Tensor? Prefix, Tensor? Suffix) Tied(Tensor hidden, Tensor? prefix, Tensor? suffix, ForwardPass pass)
    {
        var index = prefix is null ? suffix! : suffix is null ? prefix : cat([prefix, suffix], 1);
        var changed = units[0].Apply(hidden.gather(1, index), pass);
        var front = prefix?.shape[1] ?? 0;
        return (prefix is null ? null : changed.narrow(1, 0, front), suffix is null ? null : changed.narrow(1, front, changed.shape[1] - front));
    }

    // First token and one past the last token of each row, (rows, 1, 1).
    private static (Tensor First, Tensor End) Bounds(Tensor hidden, Tensor? mask)
    {
        var rows = hidden.shape[0];
        if (mask is null)
            return (zeros([rows, 1, 1], dtype: ScalarType.Int64, device: hidden.device), full([rows, 1, 1], hidden.shape[1], dtype: ScalarType.Int64, device: hidden.device));
        var first = mask.argmax(1);
        var length = mask.sum(dim: 1).to(ScalarType.Int64);
        return (first.view(-1, 1, 1), (first + length).view(-1, 1, 1));
    }

    // (rows, count, hidden) of token numbers; rows shorter than the count take their first token again.
    private static Tensor Positions(Tensor origin, long offset, long count, Tensor hidden)
    {
        var steps = arange(offset, offset + count, dtype: ScalarType.Int64, device: hidden.device).view(1, -1, 1);
        return (origin + steps).clamp(0, hidden.shape[1] - 1).expand(hidden.shape[0], count, hidden.shape[2]);
    }
}
