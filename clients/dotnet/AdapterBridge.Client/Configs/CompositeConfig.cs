namespace AdapterBridge.Client;

/// <summary>Several methods at once, as <c>"lora[r=8]|seq_bn"</c>.</summary>
/// <param name="Configs">The methods.</param>
public sealed record CompositeConfig(params IReadOnlyList<AdapterConfig> Configs) : AdapterConfig
{
    internal override Wire.AdapterConfig ToMessage() => new() { Composite = new Wire.CompositeConfig { Configs = { Configs.Select(c => c.ToMessage()) } } };
}
