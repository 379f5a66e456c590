using Bridge.Api.Mapping;
using Bridge.Engine;

namespace Bridge.Api;

/// <summary>bridge.v1.SetupService.</summary>
public sealed class SetupHandler
{
    private readonly BridgeEngine _engine;
    private readonly RequestCache _cache;

    internal SetupHandler(BridgeEngine engine, RequestCache cache) => (_engine, _cache) = (engine, cache);

    /// <summary>SaveSetup.</summary>
    public Task<V1.SaveSetupResponse> HandleAsync(V1.SaveSetupRequest request, CallContext context) => _cache.Run("SaveSetup", request.RequestId, request, async () =>
    {
        var model = Names.ReadModel(request.Parent, "parent");
        if (request.Setup is null) throw Violations.Missing("setup");
        if (request.Path.Length == 0) throw Violations.Missing("path");
        var saved = await _engine.Setups.SaveAsync(new SetupSaveRequest
        {
            Model = model,
            Setup = SetupMapper.Read(request.Setup, "setup"),
            Heads = request.Setup.Heads,
            Embedding = SetupMapper.Embedding(request.Setup),
            Folder = request.Path,
        }, context.Cancellation).ConfigureAwait(false);
        return new V1.SaveSetupResponse { Description = PartMapper.ToMessage(saved) };
    });

    /// <summary>LoadSetup.</summary>
    public Task<V1.LoadSetupResponse> HandleAsync(V1.LoadSetupRequest request, CallContext context) => _cache.Run("LoadSetup", request.RequestId, request, async () =>
    {
        var model = Names.ReadModel(request.Parent, "parent");
        if (request.Path.Length == 0) throw Violations.Missing("path");
        var loaded = await _engine.Setups.LoadAsync(new SetupLoadRequest { Model = model, Folder = request.Path, Replace = request.Replace }, context.Cancellation).ConfigureAwait(false);
        return new V1.LoadSetupResponse
        {
            Setup = SetupMapper.Write(loaded.Setup, loaded.HeadNames, loaded.Embedding),
            Adapters = { loaded.Adapters.Select(ResourceMapper.ToMessage) },
            Fusions = { loaded.Fusions.Select(PartMapper.ToMessage) },
            Heads = { loaded.Heads.Select(ResourceMapper.ToMessage) },
            Embedding = loaded.Embedding is { } embedding ? PartMapper.ToMessage(_engine.Embeddings.Get(model, embedding)) : null,
            Unused = { loaded.Unused },
        };
    });

    /// <summary>DescribeSetup.</summary>
    public async Task<V1.DescribeSetupResponse> HandleAsync(V1.DescribeSetupRequest request, CallContext context)
    {
        if (request.Path.Length == 0) throw Violations.Missing("path");
        return new V1.DescribeSetupResponse { Description = PartMapper.ToMessage(await _engine.Setups.DescribeAsync(request.Path, context.Cancellation).ConfigureAwait(false)) };
    }

    /// <summary>DiffSetups.</summary>
    public async Task<V1.DiffSetupsResponse> HandleAsync(V1.DiffSetupsRequest request, CallContext context)
    {
        if (request.LeftPath.Length == 0) throw Violations.Missing("left_path");
        if (request.RightPath.Length == 0) throw Violations.Missing("right_path");
        var found = await _engine.Setups.DiffAsync(request.LeftPath, request.RightPath, context.Cancellation).ConfigureAwait(false);
        return new V1.DiffSetupsResponse { Differences = { found.Select(d => new V1.SetupDifference { What = d.What, Left = d.Left, Right = d.Right }) } };
    }
}
