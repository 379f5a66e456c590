namespace Bridge.Configuration;

/// <summary>One of the library's identifiers: a name for a class with some values set.</summary>
/// <param name="Name">As strings write it: <c>seq_bn</c>.</param>
/// <param name="Parts">One part; several for the ready-made unions.</param>
/// <param name="Title">The method in words.</param>
/// <param name="Paper">arXiv number of the paper.</param>
public sealed record MethodPreset(string Name, ValueList<PresetPart> Parts, string Title, string Paper)
{
    /// <summary>The identifier to use instead, where this one is deprecated.</summary>
    public string? DeprecatedFor { get; init; }

    /// <summary>The library's class for the whole: that of the one part, or that of the union.</summary>
    public string ClassName { get; init; } = Parts[0].Schema.ClassName;

    /// <summary>Whether it is a union.</summary>
    public bool IsUnion => Parts.Count > 1;

    /// <summary>The keys with this identifier's defaults; for a union those of the part with that index.</summary>
    public IEnumerable<ConfigKey> Keys(int part = 0) =>
        Parts[part].Schema.Keys.Select(k => Parts[part].Values[k.Name] is { } value ? k with { Default = value } : k);
}
