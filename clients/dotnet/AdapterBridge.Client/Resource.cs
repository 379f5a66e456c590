namespace AdapterBridge.Client;

/// <summary>A named thing of the service as it was when it was asked for. Wherever one is taken, its id or name will do.</summary>
public abstract record Resource
{
    /// <summary>The full name: <c>models/m/adapters/a</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The last part of the name: <c>a</c>.</summary>
    public string Id => ResourceNames.IdOf(Name);
}
