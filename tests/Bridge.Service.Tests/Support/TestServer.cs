using Bridge.Api.V1;
using Google.LongRunning;
using Grpc.Net.Client;
using TestKit;

namespace Bridge.Service.Tests.Support;

/// <summary>A service on a free port, or on a socket, with a channel to it.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly BridgeServer _server;

    private TestServer(BridgeServer server, GrpcChannel channel) => (_server, Channel) = (server, channel);

    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    public static string BertFolder { get; } = RepositoryRoot.Combine("tests", "Goldens", "Data", "models", "bert");

    public static string MiniFolder { get; } = RepositoryRoot.Combine("models", "all-minilm-l6-v2");

    public GrpcChannel Channel { get; }

    public string Address => _server.Addresses[0];

    public ModelService.ModelServiceClient Models => new(Channel);

    public AdapterService.AdapterServiceClient Adapters => new(Channel);

    public HeadService.HeadServiceClient Heads => new(Channel);

    public DatasetService.DatasetServiceClient Datasets => new(Channel);

    public TrainingService.TrainingServiceClient Training => new(Channel);

    public InferenceService.InferenceServiceClient Inference => new(Channel);

    public static async Task<TestServer> StartAsync(ServiceOptions? options = null)
    {
        var server = await BridgeServer.StartAsync(options ?? new ServiceOptions { Addresses = ["127.0.0.1:0"], Threads = 1, InferenceThreads = 2 }).WaitAsync(Patience);
        return new TestServer(server, Connect(server.Addresses[0]));
    }

    /// <summary>Loads a model and waits for it.</summary>
    public async Task<Model> LoadAsync(string id, string folder)
    {
        var operation = await Models.LoadModelAsync(new LoadModelRequest { ModelId = id, Path = folder }).ResponseAsync.WaitAsync(Patience);
        operation = await new Operations.OperationsClient(Channel).WaitOperationAsync(new WaitOperationRequest { Name = operation.Name }).ResponseAsync.WaitAsync(Patience);
        return operation.Response.Unpack<Model>();
    }

    /// <summary>Stops the service, the channel stays.</summary>
    public Task StopAsync() => _server.DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _server.DisposeAsync().AsTask().WaitAsync(Patience);
    }

    private static GrpcChannel Connect(string address)
    {
        if (!address.StartsWith("unix:", StringComparison.Ordinal)) return GrpcChannel.ForAddress(address);
        var path = address["unix:".Length..];
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
                await socket.ConnectAsync(new System.Net.Sockets.UnixDomainSocketEndPoint(path), cancellation);
                return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
            },
        };
        return GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = handler });
    }
}
