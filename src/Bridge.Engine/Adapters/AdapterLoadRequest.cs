namespace Bridge.Engine;

/// <summary>An AdapterHub folder to load.</summary>
public sealed record AdapterLoadRequest
{
    /// <summary>The model's id.</summary>
    public required string Model { get; init; }

    /// <summary>The folder.</summary>
    public required string Folder { get; init; }

    /// <summary>The adapter's name to be; null: the one in the files.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the folder's head is loaded too, where it has one.</summary>
    public bool WithHead { get; init; } = true;

    /// <summary>The head's name to be; null: the one in the files.</summary>
    public string? Head { get; init; }

    /// <summary>Whether the adapter remembers the folder.</summary>
    public bool KeepSource { get; init; } = true;

    /// <summary>Whether unknown configuration keys may have values that would change results.</summary>
    public bool Lenient { get; init; }
}
