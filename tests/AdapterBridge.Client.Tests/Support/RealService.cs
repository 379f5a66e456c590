using Bridge.Service;
using TestKit;

[assembly: AssemblyFixture(typeof(AdapterBridge.Client.Tests.Support.RealService))]

namespace AdapterBridge.Client.Tests.Support;

/// <summary>The service with the small pre-trained model, for all tests of this program.</summary>
public sealed class RealService : IAsyncLifetime
{
    private BridgeServer? _server;
    private BridgeClient? _client;

    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(120);

    public static string MiniFolder { get; } = RepositoryRoot.Combine("models", "all-minilm-l6-v2");

    public static string TrainFile { get; } = RepositoryRoot.Combine("data", "vader-sentiment", "train.jsonl");

    /// <summary>Where it listens, <c>http://127.0.0.1:PORT</c>.</summary>
    public string Address => _server!.Addresses[0];

    public string SocketPath { get; } = Path.Combine(Path.GetTempPath(), $"bridge-client-{Guid.NewGuid():N}.sock");

    public BridgeClient Client => _client!;

    /// <summary>The model, loaded as "minilm".</summary>
    public ModelReference Model => Client.Models["minilm"];

    public async ValueTask InitializeAsync()
    {
        _server = await BridgeServer.StartAsync(new ServiceOptions { Addresses = ["127.0.0.1:0"], SocketPath = SocketPath, Threads = 1, InferenceThreads = 2 }).WaitAsync(Patience);
        _client = BridgeClient.Connect(Address);
        await _client.Models.LoadAsync("minilm", MiniFolder).WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_server is not null) await _server.DisposeAsync().AsTask().WaitAsync(Patience);
    }
}
