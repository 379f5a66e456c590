using Bridge.Api.Mapping;
using Bridge.Engine;
using Google.Protobuf.WellKnownTypes;

namespace Bridge.Api;

/// <summary>bridge.v1.FusionService.</summary>
public sealed class FusionHandler
{
    private readonly BridgeEngine _engine;
    private readonly RequestCache _cache;

    internal FusionHandler(BridgeEngine engine, RequestCache cache) => (_engine, _cache) = (engine, cache);

    /// <summary>CreateFusion.</summary>
    public Task<V1.Fusion> HandleAsync(V1.CreateFusionRequest request, CallContext context) => _cache.Run("CreateFusion", request.RequestId, request, async () =>
    {
        var model = Names.ReadModel(request.Parent, "parent");
        if (request.Adapters.Count == 0) throw Violations.Missing("adapters");
        return PartMapper.ToMessage(await _engine.Fusions.CreateAsync(new FusionCreateRequest
        {
            Model = model,
            Name = request.FusionId.Length == 0 ? null : request.FusionId,
            Adapters = request.Adapters,
            Config = PartMapper.ReadFusion(request.ConfigString, "config_string"),
            Seed = request.HasSeed ? request.Seed : null,
        }, context.Cancellation).ConfigureAwait(false));
    });

    /// <summary>GetFusion.</summary>
    public Task<V1.Fusion> HandleAsync(V1.GetFusionRequest request, CallContext context)
    {
        var (model, id) = Names.ReadFusion(request.Name, "name");
        return Task.FromResult(PartMapper.ToMessage(_engine.Fusions.Get(model, id)));
    }

    /// <summary>ListFusions.</summary>
    public Task<V1.ListFusionsResponse> HandleAsync(V1.ListFusionsRequest request, CallContext context)
    {
        var all = _engine.Fusions.List(Names.ReadModel(request.Parent, "parent"));
        var (items, next) = Pages.Cut(all, p => (p.CreateTime, p.Name), request.PageSize, request.PageToken, $"fusions {request.Parent}");
        return Task.FromResult(new V1.ListFusionsResponse { Fusions = { items.Select(PartMapper.ToMessage) }, NextPageToken = next });
    }

    /// <summary>DeleteFusion.</summary>
    public Task<Empty> HandleAsync(V1.DeleteFusionRequest request, CallContext context) => _cache.Run("DeleteFusion", request.RequestId, request, async () =>
    {
        var (model, id) = Names.ReadFusion(request.Name, "name");
        await Deletions.Run(request.AllowMissing, () => _engine.Fusions.DeleteAsync(model, id, request.Etag, context.Cancellation)).ConfigureAwait(false);
        return new Empty();
    });

    /// <summary>LoadFusion.</summary>
    public Task<V1.Fusion> HandleAsync(V1.LoadFusionRequest request, CallContext context) => _cache.Run("LoadFusion", request.RequestId, request, async () =>
    {
        var model = Names.ReadModel(request.Parent, "parent");
        if (request.Path.Length == 0) throw Violations.Missing("path");
        return PartMapper.ToMessage(await _engine.Fusions.LoadAsync(model, request.Path, request.FusionId.Length == 0 ? null : request.FusionId, context.Cancellation).ConfigureAwait(false));
    });

    /// <summary>SaveFusion.</summary>
    public Task<V1.SaveFusionResponse> HandleAsync(V1.SaveFusionRequest request, CallContext context) => _cache.Run("SaveFusion", request.RequestId, request, async () =>
    {
        var (model, id) = Names.ReadFusion(request.Name, "name");
        if (request.Path.Length == 0) throw Violations.Missing("path");
        var files = await _engine.Fusions.SaveAsync(model, id, request.Path, context.Cancellation).ConfigureAwait(false);
        return new V1.SaveFusionResponse { Path = Path.GetFullPath(request.Path), Files = { files.Select(ResourceMapper.ToMessage) } };
    });
}
