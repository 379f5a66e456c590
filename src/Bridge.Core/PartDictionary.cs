using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Bridge.Core;

/// <summary>
/// Things by name, in the order they came, few of them and seldom changed. Readers need no lock: each sees all of one moment. Writers exclude each other themselves.
/// </summary>
/// <typeparam name="T">What they are.</typeparam>
public sealed class PartDictionary<T> : IReadOnlyDictionary<string, T>
    where T : class
{
    // Never changed, only replaced.
    private volatile OrderedDictionary<string, T> _now = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public int Count => _now.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _now.Keys;

    /// <summary>All things.</summary>
    public IReadOnlyCollection<T> Values => _now.Values;

    IEnumerable<T> IReadOnlyDictionary<string, T>.Values => _now.Values;

    /// <summary>The thing of that name; setting it takes the place of one that was there.</summary>
    public T this[string key]
    {
        get => _now[key];
        set => _now = new OrderedDictionary<string, T>(_now, StringComparer.Ordinal) { [key] = value };
    }

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _now.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value) => _now.TryGetValue(key, out value);

    /// <summary>Takes a thing away; false where there was none.</summary>
    public bool Remove(string key) => Remove(key, out _);

    /// <summary>Takes a thing away and gives it; false where there was none.</summary>
    public bool Remove(string key, [NotNullWhen(true)] out T? value)
    {
        if (!_now.TryGetValue(key, out value)) return false;
        var rest = new OrderedDictionary<string, T>(_now, StringComparer.Ordinal);
        rest.Remove(key);
        _now = rest;
        return true;
    }

    /// <summary>Takes all away.</summary>
    public void Clear() => _now = new OrderedDictionary<string, T>(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, T>> GetEnumerator() => _now.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
