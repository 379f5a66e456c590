using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Bridge.Api;
using Bridge.Core;
using Bridge.Service.Rpc;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bridge.Service;

/// <summary>A running service.</summary>
public sealed class BridgeServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly BridgeApi _api;
    private readonly HealthServiceImpl _health;
    private readonly string? _socket;
    private int _disposed;

    private BridgeServer(WebApplication app, BridgeApi api, HealthServiceImpl health, string? socket) => (_app, _api, _health, _socket) = (app, api, health, socket);

    /// <summary>Where it listens: <c>http://127.0.0.1:50051</c>, <c>unix:/run/bridge.sock</c>.</summary>
    public IReadOnlyList<string> Addresses { get; private set; } = [];

    /// <summary>Loads libtorch, listens, answers.</summary>
    /// <exception cref="BridgeException">RUNTIME_NOT_FOUND; ARGUMENT_INVALID where an address cannot be listened on.</exception>
    public static async Task<BridgeServer> StartAsync(ServiceOptions options, CancellationToken cancellation = default)
    {
        var endpoints = options.Addresses.Count == 0 && options.SocketPath is null ? [IPEndPoint.Parse("127.0.0.1:50051")] : options.Addresses.Select(Endpoint).ToArray();
        if (options.SocketPath is { } stale) SocketFile.Clear(stale);
        var api = new BridgeApi(new ApiOptions
        {
            MaxMessageBytes = options.MaxMessageBytes,
            IntraOpThreads = options.Threads,
            InferenceThreads = options.InferenceThreads,
            InferenceQueue = options.InferenceQueue,
            WorkFolder = options.WorkFolder,
            StateFolder = options.StateFolder,
            Unexpected = ErrorLog.Write,
        });
        var health = new HealthServiceImpl();
        WebApplication? app = null;
        try
        {
            app = Build(options, endpoints, api, health);
            var server = new BridgeServer(app, api, health, options.SocketPath);
            app.Lifetime.ApplicationStopping.Register(server.Stopping);
            await app.StartAsync(cancellation).ConfigureAwait(false);
            if (options.SocketPath is { } path) SocketFile.Restrict(path);
            server.Serving();
            return server;
        }
        catch (Exception error)
        {
            if (app is not null) await app.DisposeAsync().ConfigureAwait(false);
            api.Dispose();
            if (error is IOException or SocketException)
                throw new BridgeException(ErrorCode.InvalidArgument, ErrorReason.ArgumentInvalid, $"the service cannot listen: {error.Message}", inner: error);
            throw;
        }
    }

    /// <summary>Waits until the process is asked to end or the token fires, then for the calls at hand.</summary>
    public async Task WaitAsync(CancellationToken cancellation = default) => await _app.WaitForShutdownAsync(cancellation).ConfigureAwait(false);

    /// <summary>Stops: no new calls, training jobs end after the step at hand, the others have a while to end.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        _api.Dispose();
        if (_socket is not null) File.Delete(_socket);
    }

    private static WebApplication Build(ServiceOptions options, IReadOnlyList<IPEndPoint> endpoints, BridgeApi api, HealthServiceImpl health)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(o => o.SingleLine = true).AddFilter(level => level >= LogLevel.Error);
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = options.ShutdownTimeout);
        builder.Services.AddSingleton(api);
        builder.Services.AddSingleton(health);
        builder.Services.AddSingleton(new CallGate(options.DetailedErrors));
        builder.Services.AddGrpc(o =>
        {
            o.MaxReceiveMessageSize = options.MaxMessageBytes;
            o.EnableDetailedErrors = options.DetailedErrors;
            o.Interceptors.Add<ErrorInterceptor>();
        });
        if (options.Development) builder.Services.AddGrpcReflection();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // Streams may be long and slow; messages have their own limit.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(60);
            foreach (var endpoint in endpoints) kestrel.Listen(endpoint, o => o.Protocols = HttpProtocols.Http2);
            if (options.SocketPath is { } path) kestrel.ListenUnixSocket(path, o => o.Protocols = HttpProtocols.Http2);
        });
        var app = builder.Build();
        app.Services.GetRequiredService<CallGate>().Stopping = app.Lifetime.ApplicationStopping;
        app.MapGrpcService<ServerRpc>();
        app.MapGrpcService<ModelRpc>();
        app.MapGrpcService<AdapterRpc>();
        app.MapGrpcService<HeadRpc>();
        app.MapGrpcService<FusionRpc>();
        app.MapGrpcService<SharingRpc>();
        app.MapGrpcService<EmbeddingRpc>();
        app.MapGrpcService<SetupRpc>();
        app.MapGrpcService<DatasetRpc>();
        app.MapGrpcService<TrainingRpc>();
        app.MapGrpcService<TrainingSessionRpc>();
        app.MapGrpcService<InferenceRpc>();
        app.MapGrpcService<OperationsRpc>();
        app.MapGrpcService<HealthServiceImpl>();
        if (options.Development) app.MapGrpcReflectionService();
        return app;
    }

    private void Serving()
    {
        foreach (var service in ServiceNames.All) _health.SetStatus(service, HealthCheckResponse.Types.ServingStatus.Serving);
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        Addresses = [.. addresses.Select(a => a.StartsWith("http://unix:", StringComparison.Ordinal) ? a["http://".Length..] : a)];
    }

    private void Stopping()
    {
        foreach (var service in ServiceNames.All) _health.SetStatus(service, HealthCheckResponse.Types.ServingStatus.NotServing);
        _api.BeginShutdown();
    }

    private static IPEndPoint Endpoint(string address)
    {
        var plain = address.StartsWith("http://", StringComparison.Ordinal) ? address["http://".Length..] : address;
        if (plain.StartsWith("localhost:", StringComparison.Ordinal)) plain = string.Concat("127.0.0.1", plain.AsSpan("localhost".Length));
        if (IPEndPoint.TryParse(plain, out var endpoint) && plain.Contains(':', StringComparison.Ordinal) && plain.EndsWith(endpoint.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)) return endpoint;
        throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"address \"{address}\" is not of the form IP:PORT", ("address", address), ("allowed", "IP:PORT"));
    }
}
