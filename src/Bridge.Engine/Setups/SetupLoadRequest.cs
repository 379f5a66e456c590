namespace Bridge.Engine;

/// <summary>A setup to load, whole.</summary>
public sealed record SetupLoadRequest
{
    /// <summary>The model's id.</summary>
    public required string Model { get; init; }

    /// <summary>The folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether parts take the place of those of their names; else a name that is taken is an error.</summary>
    public bool Replace { get; init; }
}
