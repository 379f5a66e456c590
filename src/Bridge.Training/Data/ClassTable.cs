using System.Globalization;

namespace Bridge.Training.Data;

/// <summary>Class names and ids while rows are read: names or ids grow it, not both, unless it was given and grows not at all.</summary>
internal sealed class ClassTable(OrderedDictionary<string, int> map, bool fixedMap)
{
    private int _maxId = -1;

    /// <summary>The id of a name, a new one if the table may grow.</summary>
    public int? Find(string name)
    {
        if (map.TryGetValue(name, out var id)) return id;
        if (fixedMap || _maxId >= 0) return null;
        map.Add(name, map.Count);
        return map.Count - 1;
    }

    /// <summary>Whether an id is allowed.</summary>
    public bool Accept(int id, int limit)
    {
        if (id < 0 || id >= (fixedMap ? map.Count : limit)) return false;
        if (!fixedMap && map.Count > 0) return false;
        _maxId = Math.Max(_maxId, id);
        return true;
    }

    /// <summary>Why a label was refused.</summary>
    public string Refuse(string label, int limit = 0)
    {
        if (fixedMap) return $"found {label}; allowed are {Known()}";
        if (_maxId >= 0) return $"found {label}; earlier rows have ids, so ids 0 to {limit - 1} are allowed";
        if (map.Count > 0) return $"found {label}; earlier rows have names, so names are allowed";
        return $"found {label}; allowed are ids 0 to {limit - 1}";
    }

    /// <summary>Where only ids were seen, classes are named by their numbers.</summary>
    public void NameIds()
    {
        if (map.Count > 0) return;
        for (var id = 0; id <= _maxId; id++) map.Add(id.ToString(CultureInfo.InvariantCulture), id);
    }

    private string Known() => ViolationList.Show(string.Join(", ", map.Select(entry => $"\"{entry.Key}\" ({entry.Value})")));
}
