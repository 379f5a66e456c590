namespace Bridge.Models.Heads;

/// <summary>What a prediction head is. Keys and defaults are those of the reference library's head_config.json.</summary>
public abstract record HeadConfig
{
    /// <summary>The <c>head_type</c>.</summary>
    public abstract string HeadType { get; }

    /// <summary>Label names and their ids, null where none were given.</summary>
    public IReadOnlyDictionary<string, int>? LabelIds { get; init; }
}
