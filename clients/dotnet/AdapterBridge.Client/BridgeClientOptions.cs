using Grpc.Net.Client;

namespace AdapterBridge.Client;

/// <summary>How a client reaches its service and how long it waits.</summary>
public sealed class BridgeClientOptions
{
    /// <summary><c>127.0.0.1:50051</c>, <c>http://host:port</c>, <c>https://host:port</c> or <c>unix:/run/adapterbridge.sock</c>. For <c>AddBridgeClient</c>.</summary>
    public string? Address { get; set; }

    /// <summary>The deadline of unary calls that have none of their own. Streams have none.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>For how long a broken stream of training events, an upload or a download is taken up again.</summary>
    public TimeSpan ReconnectTime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the connection may be silent before a ping.</summary>
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The largest message that is received.</summary>
    public int MaxReceiveBytes { get; set; } = 64 << 20;

    /// <summary>Called with the channel's options before it is made: credentials, a handler of one's own, logging.</summary>
    public Action<GrpcChannelOptions>? ConfigureChannel { get; set; }
}
