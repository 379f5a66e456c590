using Bridge.Api.Mapping;
using Bridge.Engine;
using Google.Protobuf.WellKnownTypes;

namespace Bridge.Api;

/// <summary>bridge.v1.ServerService.</summary>
public sealed class ServerHandler
{
    private readonly BridgeEngine _engine;
    private readonly ApiOptions _options;

    internal ServerHandler(BridgeEngine engine, ApiOptions options) => (_engine, _options) = (engine, options);

    /// <summary>GetServerInfo.</summary>
    public Task<V1.ServerInfo> HandleAsync(V1.GetServerInfoRequest request, CallContext context)
    {
        var info = _engine.Info;
        var message = new V1.ServerInfo
        {
            Version = info.Version,
            ApiVersions = { "v1" },
            TorchVersion = info.TorchVersion,
            Methods = { info.Methods },
            Architectures = { info.Architectures },
            IntraOpThreads = info.IntraOpThreads,
            StartTime = info.StartTime.ToMessage(),
            Limits = new V1.Limits
            {
                MaxMessageBytes = _options.MaxMessageBytes,
                MaxInlineTensorBytes = _options.MaxInlineTensorBytes,
                MaxChunkBytes = _options.ChunkBytes,
                MaxUploadBytes = info.MaxUploadBytes,
                KeptEvents = info.KeptEvents,
                MaxPageSize = Pages.Max,
                RequestIdLifetime = Duration.FromTimeSpan(_options.RequestIdLifetime),
            },
        };
        foreach (var (name, description, memory) in info.Devices)
            message.Devices.Add(new V1.Device { Name = name, Description = description, MemoryBytes = memory, DataTypes = { info.WeightTypes.Select(t => (V1.DataType)(int)t) } });
        return Task.FromResult(message);
    }

    /// <summary>GetCapabilities.</summary>
    public async Task<V1.Capabilities> HandleAsync(V1.GetCapabilitiesRequest request, CallContext context)
    {
        var model = request.Model.Length == 0 ? null : Names.ReadModel(request.Model, "model");
        var found = await _engine.GetCapabilitiesAsync(model, context.Cancellation).ConfigureAwait(false);
        var message = new V1.Capabilities
        {
            Model = request.Model,
            Blocks = { found.Blocks },
            Heads = { found.Heads },
            Metrics = { found.Metrics },
            Schedules = { found.Schedules },
            Slots = { found.Slots },
        };
        message.Methods.AddRange(found.Methods.Select(m => new V1.MethodCapability
        {
            Method = m.Method,
            Title = m.Title,
            Paper = m.Paper,
            Supported = m.Supported,
            Why = m.Why,
            ConfigString = m.ConfigString,
        }));
        return message;
    }
}
