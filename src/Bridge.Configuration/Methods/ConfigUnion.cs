namespace Bridge.Configuration;

/// <summary>Several methods applied together.</summary>
public sealed record ConfigUnion : AdapterConfig
{
    /// <summary>The methods; none is a union.</summary>
    public required ValueList<AdapterConfig> Configs { get; init; }

    /// <inheritdoc/>
    public override ConfigDocument ToDocument() => new UnionDocument("ConfigUnion", ValueList.From(Configs.Select(c => (MethodDocument)c.ToDocument())));
}
