using Bridge.Core;

namespace Bridge.Engine.Models;

/// <summary>The loaded models by id. A name is taken from the moment its loading begins.</summary>
internal sealed class ModelRegistry
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ModelEntry?> _entries = new(StringComparer.Ordinal);

    public IReadOnlyList<ModelEntry> All
    {
        get { lock (_gate) return [.. _entries.Values.OfType<ModelEntry>()]; }
    }

    public ModelEntry this[string id]
    {
        get
        {
            lock (_gate)
            {
                if (_entries.TryGetValue(id, out var entry) && entry is not null) return entry;
                var known = _entries.Count == 0 ? "none" : string.Join(", ", _entries.Keys.Select(k => $"\"{k}\""));
                throw BridgeException.NotFound(ErrorReason.ModelNotFound, $"no model \"{id}\" is loaded; there are {known}", ("model", id), ("known", known));
            }
        }
    }

    /// <summary>Takes the name; MODEL_NAME_TAKEN.</summary>
    public void Reserve(string id)
    {
        lock (_gate)
        {
            if (!_entries.TryAdd(id, null))
                throw BridgeException.Of(ErrorCode.AlreadyExists, ErrorReason.ModelNameTaken, $"a model is already called \"{id}\"", ("model", id));
        }
    }

    public void Set(ModelEntry entry)
    {
        lock (_gate) _entries[entry.Id] = entry;
    }

    public void Remove(string id)
    {
        lock (_gate) _entries.Remove(id);
    }
}
