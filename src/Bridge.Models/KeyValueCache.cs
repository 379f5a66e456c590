namespace Bridge.Models;

/// <summary>
/// Keys and values of the tokens so far, for models that go on token by token: give the same cache to one call after another (<see cref="ForwardContext.Cache"/>), each with the
/// new tokens only; the attention mask is that of all tokens. One sequence of calls at a time, with one composition. Owns its tensors.
/// </summary>
public sealed class KeyValueCache : IDisposable
{
    private readonly Dictionary<int, (Tensor Key, Tensor Value)> _states = [];

    /// <summary>Tokens so far, those that adapters put in front among them.</summary>
    public long Length { get; private set; }

    /// <summary>Tokens that adapters put in front of the first call's.</summary>
    internal long Added { get; set; }

    /// <summary>What a decoder attends to; the encoder runs in the first call only.</summary>
    internal Tensor? Encoded { get; private set; }

    /// <summary>The bias of attention to the encoder.</summary>
    internal Tensor? CrossBias { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (key, value) in _states.Values)
        {
            key.Dispose();
            value.Dispose();
        }
        _states.Clear();
        Encoded?.Dispose();
        CrossBias?.Dispose();
        (Encoded, CrossBias, Length, Added) = (null, null, 0, 0);
    }

    /// <summary>Earlier keys and values of that attention with the new ones behind, (rows, heads, keys, size). The caller's; the new ones are borrowed.</summary>
    internal (Tensor Key, Tensor Value) Append(int attention, Tensor key, Tensor value)
    {
        if (_states.Remove(attention, out var earlier))
            using (earlier.Key)
            using (earlier.Value)
                _states[attention] = (cat([earlier.Key, key], 2).DetachFromDisposeScope(), cat([earlier.Value, value], 2).DetachFromDisposeScope());
        else _states[attention] = (key.clone().DetachFromDisposeScope(), value.clone().DetachFromDisposeScope());
        var (keys, values) = _states[attention];
        return (keys.alias(), values.alias());
    }

    internal void Keep(Tensor encoded, Tensor? crossBias) => (Encoded, CrossBias) = (encoded.alias().DetachFromDisposeScope(), crossBias?.alias().DetachFromDisposeScope());

    internal void Advance(long tokens) => Length += tokens;
}
