using Grpc.Core;
using Grpc.Net.Client;

namespace AdapterBridge.Client;

/// <summary>
/// A client of one AdapterBridge service. Safe to use from many threads; keep one for the life of a program, or take it from dependency injection
/// (<c>services.AddBridgeClient(...)</c>).
/// </summary>
public sealed class BridgeClient : IDisposable
{
    private readonly GrpcChannel? _channel;

    /// <summary>A client over an invoker that somebody else owns.</summary>
    public BridgeClient(CallInvoker invoker, BridgeClientOptions? options = null)
        : this(new Connection(invoker, options ?? new BridgeClientOptions()), null)
    {
    }

    private BridgeClient(Connection connection, GrpcChannel? channel)
    {
        _channel = channel;
        Server = new ServerInformation(connection);
        Models = new Models(connection);
        Datasets = new Datasets(connection);
    }

    /// <summary>About the server itself.</summary>
    public ServerInformation Server { get; }

    /// <summary>Base models; each has its adapters, heads and training jobs.</summary>
    public Models Models { get; }

    /// <summary>Labelled texts.</summary>
    public Datasets Datasets { get; }

    /// <summary>A client of the service at an address: <c>127.0.0.1:50051</c>, <c>https://host:port</c>, <c>unix:/run/adapterbridge.sock</c>. Connects with the first call.</summary>
    public static BridgeClient Connect(string address, BridgeClientOptions? options = null)
    {
        options ??= new BridgeClientOptions();
        var channel = Channels.Open(address, options);
        return new BridgeClient(new Connection(channel.CreateCallInvoker(), options), channel);
    }

    /// <summary>The adapters of a model.</summary>
    public Adapters Adapters(ResourceReference model) => Models[model].Adapters;

    /// <summary>The heads of a model.</summary>
    public Heads Heads(ResourceReference model) => Models[model].Heads;

    /// <summary>The training jobs of a model.</summary>
    public TrainingJobs TrainingJobs(ResourceReference model) => Models[model].TrainingJobs;

    /// <summary>Closes the channel where <see cref="Connect"/> made it.</summary>
    public void Dispose() => _channel?.Dispose();
}
