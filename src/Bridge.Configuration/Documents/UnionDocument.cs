namespace Bridge.Configuration;

/// <summary>Several methods applied together, before they are checked.</summary>
/// <param name="UnionClass"><c>ConfigUnion</c>, <c>MAMConfig</c> or <c>UniPELTConfig</c>.</param>
/// <param name="Parts">The methods.</param>
public sealed record UnionDocument(string UnionClass, ValueList<MethodDocument> Parts) : ConfigDocument
{
    /// <inheritdoc/>
    public override string ClassName => UnionClass;

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, ConfigValue>> Items =>
        Parts.SelectMany((part, i) => part.Items.Select(item => KeyValuePair.Create($"{i}.{item.Key}", item.Value)));

    /// <inheritdoc/>
    public override ConfigMap ToDictionary() => ConfigMap.Of(
    [
        KeyValuePair.Create("architecture", (ConfigValue)"union"),
        KeyValuePair.Create("configs", (ConfigValue)ConfigValue.List(Parts.Select(p => p.ToDictionary()))),
    ]);
}
