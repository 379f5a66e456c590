using Bridge.Api.Mapping;
using Bridge.Engine;
using Google.Protobuf.WellKnownTypes;

namespace Bridge.Api;

/// <summary>bridge.v1.SharingService.</summary>
public sealed class SharingHandler
{
    private readonly BridgeEngine _engine;
    private readonly RequestCache _cache;

    internal SharingHandler(BridgeEngine engine, RequestCache cache) => (_engine, _cache) = (engine, cache);

    /// <summary>ShareParameters.</summary>
    public Task<V1.ParameterGroup> HandleAsync(V1.ShareParametersRequest request, CallContext context) => _cache.Run("ShareParameters", request.RequestId, request, async () =>
    {
        var model = Names.ReadModel(request.Parent, "parent");
        if (request.Adapters.Count == 0) throw Violations.Missing("adapters");
        return ResourceMapper.ToMessage(await _engine.Sharing.ShareAsync(model, request.Adapters, request.Group, request.Reference.Length == 0 ? null : request.Reference, context.Cancellation).ConfigureAwait(false));
    });

    /// <summary>UnshareParameters.</summary>
    public Task<Empty> HandleAsync(V1.UnshareParametersRequest request, CallContext context) => _cache.Run("UnshareParameters", request.RequestId, request, async () =>
    {
        var model = Names.ReadModel(request.Parent, "parent");
        if (request.Group.Length == 0) throw Violations.Missing("group");
        await _engine.Sharing.UnshareAsync(model, request.Group, context.Cancellation).ConfigureAwait(false);
        return new Empty();
    });

    /// <summary>ListParameterGroups.</summary>
    public Task<V1.ListParameterGroupsResponse> HandleAsync(V1.ListParameterGroupsRequest request, CallContext context) =>
        Task.FromResult(new V1.ListParameterGroupsResponse { Groups = { _engine.Sharing.List(Names.ReadModel(request.Parent, "parent")).Select(ResourceMapper.ToMessage) } });
}
