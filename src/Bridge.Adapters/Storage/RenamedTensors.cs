namespace Bridge.Adapters.Storage;

/// <summary>
/// An adapter's file under the names that the set uses: without the base model's prefix, in today's words, with the adapter's name in this set in place of the one it was saved under.
/// </summary>
internal sealed class RenamedTensors : ITensorSource
{
    private readonly ITensorSource _file;
    private readonly Dictionary<string, string> _stored = new(StringComparer.Ordinal);

    public RenamedTensors(ITensorSource file, string basePrefix, string saved, string given)
        : this(file, stored => ParameterNames.Current(stored.StartsWith(basePrefix, StringComparison.Ordinal) ? stored[basePrefix.Length..] : stored, saved, given))
    {
    }

    public RenamedTensors(ITensorSource file, Func<string, string> rename)
    {
        _file = file;
        foreach (var stored in file.Names) _stored[rename(stored)] = stored;
    }

    public string Path => _file.Path;

    public IReadOnlyCollection<string> Names => _stored.Keys;

    public IReadOnlyDictionary<string, string> Metadata => _file.Metadata;

    public TensorView? Find(string name) => _stored.TryGetValue(name, out var stored) ? _file.Find(stored) : null;

    public void Dispose()
    {
    }
}
