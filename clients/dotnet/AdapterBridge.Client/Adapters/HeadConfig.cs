namespace AdapterBridge.Client;

/// <summary>How a head is built: <see cref="ClassificationHeadConfig"/>, or any kind as JSON (<see cref="JsonHeadConfig"/>).</summary>
public abstract record HeadConfig
{
    private protected HeadConfig()
    {
    }

    internal abstract IReadOnlyList<string> LabelNames { get; }

    internal static HeadConfig? From(Wire.HeadConfig? m) => m?.KindCase switch
    {
        Wire.HeadConfig.KindOneofCase.Classification => ClassificationHeadConfig.From(m.Classification),
        Wire.HeadConfig.KindOneofCase.Json => new JsonHeadConfig(m.Json),
        _ => null,
    };

    internal abstract Wire.HeadConfig ToMessage();
}
