using Bridge.Api.Mapping;
using Bridge.Engine;
using Google.Protobuf.WellKnownTypes;

namespace Bridge.Api;

/// <summary>bridge.v1.HeadService.</summary>
public sealed class HeadHandler
{
    private readonly BridgeEngine _engine;
    private readonly RequestCache _cache;

    internal HeadHandler(BridgeEngine engine, RequestCache cache) => (_engine, _cache) = (engine, cache);

    /// <summary>CreateHead.</summary>
    public Task<V1.Head> HandleAsync(V1.CreateHeadRequest request, CallContext context) => _cache.Run("CreateHead", request.RequestId, request, async () =>
    {
        var model = Names.ReadModel(request.Parent, "parent");
        if (request.HeadId.Length == 0) throw Violations.Missing("head_id");
        var head = await _engine.Heads.CreateAsync(model, request.HeadId, ResourceMapper.Read(request.Config), request.HasSeed ? request.Seed : null, context.Cancellation).ConfigureAwait(false);
        return ResourceMapper.ToMessage(head);
    });

    /// <summary>GetHead.</summary>
    public Task<V1.Head> HandleAsync(V1.GetHeadRequest request, CallContext context)
    {
        var (model, id) = Names.ReadHead(request.Name, "name");
        return Task.FromResult(ResourceMapper.ToMessage(_engine.Heads.Get(model, id)));
    }

    /// <summary>ListHeads.</summary>
    public Task<V1.ListHeadsResponse> HandleAsync(V1.ListHeadsRequest request, CallContext context)
    {
        var all = _engine.Heads.List(Names.ReadModel(request.Parent, "parent"));
        var (items, next) = Pages.Cut(all, h => (h.CreateTime, h.Name), request.PageSize, request.PageToken, $"heads {request.Parent}");
        return Task.FromResult(new V1.ListHeadsResponse { Heads = { items.Select(ResourceMapper.ToMessage) }, NextPageToken = next });
    }

    /// <summary>DeleteHead.</summary>
    public Task<Empty> HandleAsync(V1.DeleteHeadRequest request, CallContext context) => _cache.Run("DeleteHead", request.RequestId, request, async () =>
    {
        var (model, id) = Names.ReadHead(request.Name, "name");
        await Deletions.Run(request.AllowMissing, () => _engine.Heads.DeleteAsync(model, id, request.Etag, context.Cancellation)).ConfigureAwait(false);
        return new Empty();
    });
}
