namespace AdapterBridge.Client;

/// <summary>Something of the service given as an id, a full name, or the thing itself.</summary>
/// <param name="Value">The id or the full name.</param>
public readonly record struct ResourceReference(string Value)
{
    /// <summary>An id or a full name.</summary>
    public static implicit operator ResourceReference(string value) => new(value);

    /// <summary>The thing itself.</summary>
    public static implicit operator ResourceReference(Resource resource) => new(resource.Name);

    /// <summary>The model itself.</summary>
    public static implicit operator ResourceReference(ModelReference model) => new(model.Name);

    /// <inheritdoc/>
    public override string ToString() => Value;

    internal string Id => ResourceNames.IdOf(Value);

    /// <summary>The full name, below <paramref name="parent"/> where only an id was given.</summary>
    internal string In(string parent)
    {
        if (string.IsNullOrEmpty(Value)) throw new ArgumentException($"an id or a name below {parent} is needed");
        return Value.Contains('/', StringComparison.Ordinal) ? Value : $"{parent}/{Value}";
    }
}
