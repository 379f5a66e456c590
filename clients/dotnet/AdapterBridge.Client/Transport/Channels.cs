using System.Net;
using System.Net.Sockets;
using Grpc.Net.Client;

namespace AdapterBridge.Client;

/// <summary>Channels over TCP, TLS and unix sockets.</summary>
internal static class Channels
{
    private const string UnixScheme = "unix:";

    public static GrpcChannel Open(string address, BridgeClientOptions options)
    {
        var channel = new GrpcChannelOptions { HttpHandler = Handler(address, options), DisposeHttpClient = true };
        Configure(channel, options);
        return GrpcChannel.ForAddress(Target(address), channel);
    }

    /// <summary>The address that requests name. That of a socket file is not used to connect.</summary>
    public static Uri Target(string address)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        if (address.StartsWith(UnixScheme, StringComparison.Ordinal)) return new Uri("http://localhost");
        var whole = address.Contains("://", StringComparison.Ordinal) ? address : "http://" + address;
        if (Uri.TryCreate(whole, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0) return uri;
        throw new ArgumentException($"address \"{address}\" is none of HOST:PORT, http://HOST:PORT, https://HOST:PORT and unix:PATH", nameof(address));
    }

    public static SocketsHttpHandler Handler(string address, BridgeClientOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = options.KeepAlive,
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        };
        if (address.StartsWith(UnixScheme, StringComparison.Ordinal))
        {
            var path = address[UnixScheme.Length..];
            if (path.StartsWith("//", StringComparison.Ordinal)) path = path[2..];
            handler.UseProxy = false;
            handler.ConnectCallback = (_, cancellation) => ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
        }
        else if (IsThisMachine(Target(address).Host))
        {
            // A proxy of the environment cannot reach what is on this machine.
            handler.UseProxy = false;
        }

        return handler;
    }

    public static void Configure(GrpcChannelOptions channel, BridgeClientOptions options)
    {
        channel.MaxReceiveMessageSize = options.MaxReceiveBytes;
        // Retries are the client's own: they follow the interface's idempotency levels and RetryInfo.
        channel.MaxRetryAttempts = 1;
        options.ConfigureChannel?.Invoke(channel);
    }

    private static bool IsThisMachine(string host) => host == "localhost" || IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip);

    private static async ValueTask<Stream> ConnectAsync(EndPoint endpoint, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(endpoint, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
