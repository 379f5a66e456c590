namespace Bridge.Configuration;

/// <summary>One method's configuration before it is checked.</summary>
/// <param name="Schema">The class.</param>
/// <param name="Values">A value for each declared key, in the class's order.</param>
/// <param name="Attributes">Keys that the class does not declare, kept as they were.</param>
public sealed record MethodDocument(ConfigSchema Schema, ConfigMap Values, ConfigMap Attributes) : ConfigDocument
{
    /// <summary>Where in the text each given key stands.</summary>
    internal IReadOnlyDictionary<string, int> Positions { get; init; } = new Dictionary<string, int>();

    /// <inheritdoc/>
    public override string ClassName => Schema.ClassName;

    /// <summary>What "architecture" says; a bottleneck configuration declares none but may carry one.</summary>
    public ConfigValue Architecture => Values["architecture"] ?? Attributes["architecture"] ?? ConfigValue.Null;

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, ConfigValue>> Items => Values.Texts.Concat(Attributes.Texts);

    /// <summary>A declared or kept value; hidden keys give the class's default.</summary>
    public ConfigValue? this[string key] => Values[key] ?? Attributes[key] ?? Schema.Find(key)?.Default;

    /// <inheritdoc/>
    public override ConfigMap ToDictionary() => Values;

    /// <inheritdoc/>
    public bool Equals(MethodDocument? other) =>
        other is not null && Schema.ClassName == other.ClassName && Values.Equals(other.Values) && Attributes.Equals(other.Attributes);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Schema.ClassName, Values, Attributes);
}
