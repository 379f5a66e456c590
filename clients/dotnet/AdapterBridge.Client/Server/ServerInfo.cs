namespace AdapterBridge.Client;

/// <summary>What a server is.</summary>
public sealed record ServerInfo
{
    /// <summary>Its version.</summary>
    public required string Version { get; init; }

    /// <summary>Versions of the interface: <c>v1</c>.</summary>
    public required IReadOnlyList<string> ApiVersions { get; init; }

    /// <summary>Version of libtorch.</summary>
    public required string TorchVersion { get; init; }

    /// <summary>Names of the devices: <c>cpu</c>.</summary>
    public required IReadOnlyList<string> Devices { get; init; }

    /// <summary>Adapter methods.</summary>
    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>Architectures of models.</summary>
    public required IReadOnlyList<string> Architectures { get; init; }

    /// <summary>The largest message that it takes.</summary>
    public required long MaxMessageBytes { get; init; }

    /// <summary>The largest tensor of a unary call.</summary>
    public required long MaxInlineTensorBytes { get; init; }

    /// <summary>How many events of a job are kept.</summary>
    public required int KeptEvents { get; init; }

    /// <summary>Since when it runs.</summary>
    public DateTimeOffset? StartTime { get; init; }

    internal static ServerInfo From(Wire.ServerInfo m) => new()
    {
        Version = m.Version,
        ApiVersions = [.. m.ApiVersions],
        TorchVersion = m.TorchVersion,
        Devices = [.. m.Devices.Select(d => d.Name)],
        Methods = [.. m.Methods],
        Architectures = [.. m.Architectures],
        MaxMessageBytes = m.Limits?.MaxMessageBytes ?? 0,
        MaxInlineTensorBytes = m.Limits?.MaxInlineTensorBytes ?? 0,
        KeptEvents = m.Limits?.KeptEvents ?? 0,
        StartTime = m.StartTime?.ToDateTimeOffset(),
    };
}
