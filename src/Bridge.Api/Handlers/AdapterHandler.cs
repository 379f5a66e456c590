using Bridge.Api.Mapping;
using Bridge.Configuration;
using Bridge.Core;
using Bridge.Engine;
using Google.Protobuf.WellKnownTypes;

namespace Bridge.Api;

/// <summary>bridge.v1.AdapterService, its unary methods.</summary>
public sealed class AdapterHandler
{
    private readonly BridgeEngine _engine;
    private readonly RequestCache _cache;

    internal AdapterHandler(BridgeEngine engine, RequestCache cache) => (_engine, _cache) = (engine, cache);

    /// <summary>CreateAdapter.</summary>
    public Task<V1.Adapter> HandleAsync(V1.CreateAdapterRequest request, CallContext context) => _cache.Run("CreateAdapter", request.RequestId, request, async () =>
    {
        var model = Names.ReadModel(request.Parent, "parent");
        if (request.AdapterId.Length == 0) throw Violations.Missing("adapter_id");
        var create = new AdapterCreateRequest { Model = model, Name = request.AdapterId, Config = Config(request), Seed = request.HasSeed ? request.Seed : null };
        return request.ValidateOnly
            ? ResourceMapper.ToMessage(await _engine.Adapters.PlanAsync(create, context.Cancellation).ConfigureAwait(false))
            : ResourceMapper.ToMessage(await _engine.Adapters.CreateAsync(create, context.Cancellation).ConfigureAwait(false));
    });

    /// <summary>GetAdapter.</summary>
    public Task<V1.Adapter> HandleAsync(V1.GetAdapterRequest request, CallContext context)
    {
        var (model, id) = Names.ReadAdapter(request.Name, "name");
        return Task.FromResult(ResourceMapper.ToMessage(_engine.Adapters.Get(model, id)));
    }

    /// <summary>ListAdapters.</summary>
    public Task<V1.ListAdaptersResponse> HandleAsync(V1.ListAdaptersRequest request, CallContext context)
    {
        var all = _engine.Adapters.List(Names.ReadModel(request.Parent, "parent"));
        var (items, next) = Pages.Cut(all, a => (a.CreateTime, a.Name), request.PageSize, request.PageToken, $"adapters {request.Parent}");
        return Task.FromResult(new V1.ListAdaptersResponse { Adapters = { items.Select(ResourceMapper.ToMessage) }, NextPageToken = next });
    }

    /// <summary>DeleteAdapter.</summary>
    public Task<Empty> HandleAsync(V1.DeleteAdapterRequest request, CallContext context) => _cache.Run("DeleteAdapter", request.RequestId, request, async () =>
    {
        var (model, id) = Names.ReadAdapter(request.Name, "name");
        await Deletions.Run(request.AllowMissing, () => _engine.Adapters.DeleteAsync(model, id, request.Etag, context.Cancellation)).ConfigureAwait(false);
        return new Empty();
    });

    /// <summary>AverageAdapters.</summary>
    public Task<V1.Adapter> HandleAsync(V1.AverageAdaptersRequest request, CallContext context) => _cache.Run("AverageAdapters", request.RequestId, request, async () =>
    {
        var model = Names.ReadModel(request.Parent, "parent");
        if (request.AdapterId.Length == 0) throw Violations.Missing("adapter_id");
        return ResourceMapper.ToMessage(await _engine.Adapters.AverageAsync(new AdapterAverageRequest
        {
            Model = model,
            Name = request.AdapterId,
            Adapters = [.. request.Adapters.Select(a => Names.ReadAdapterOf(model, a, "adapters"))],
            Weights = request.Weights.Count == 0 ? null : [.. request.Weights],
            Normalize = !request.KeepWeights,
            Strategy = request.Strategy switch
            {
                V1.AverageStrategy.NegateB => "lora_linear_only_negate_b",
                V1.AverageStrategy.DeltaSvd => "lora_delta_w_svd",
                _ => "linear",
            },
            Rank = request.Rank == 0 ? null : request.Rank,
        }, context.Cancellation).ConfigureAwait(false));
    });

    /// <summary>MergeAdapter.</summary>
    public Task<V1.Adapter> HandleAsync(V1.MergeAdapterRequest request, CallContext context) => _cache.Run("MergeAdapter", request.RequestId, request, async () =>
    {
        var (model, id) = Names.ReadAdapter(request.Name, "name");
        return ResourceMapper.ToMessage(await _engine.Adapters.MergeAsync(model, id, context.Cancellation).ConfigureAwait(false));
    });

    /// <summary>ResetMergedAdapters.</summary>
    public Task<Empty> HandleAsync(V1.ResetMergedAdaptersRequest request, CallContext context) => _cache.Run("ResetMergedAdapters", request.RequestId, request, async () =>
    {
        await _engine.Adapters.ResetMergedAsync(Names.ReadModel(request.Parent, "parent"), context.Cancellation).ConfigureAwait(false);
        return new Empty();
    });

    /// <summary>LoadAdapter.</summary>
    public Task<V1.LoadAdapterResponse> HandleAsync(V1.LoadAdapterRequest request, CallContext context) => _cache.Run("LoadAdapter", request.RequestId, request, async () =>
    {
        if (request.Path.Length == 0) throw Violations.Missing("path");
        var result = await _engine.Adapters.LoadAsync(new AdapterLoadRequest
        {
            Model = Names.ReadModel(request.Parent, "parent"),
            Folder = request.Path,
            Name = request.AdapterId.Length == 0 ? null : request.AdapterId,
            WithHead = !request.HasWithHead || request.WithHead,
            Head = request.HeadId.Length == 0 ? null : request.HeadId,
        }, context.Cancellation).ConfigureAwait(false);
        return new V1.LoadAdapterResponse { Adapter = ResourceMapper.ToMessage(result.Adapter), Head = result.Head is { } head ? ResourceMapper.ToMessage(head) : null, Report = Report(result) };
    });

    /// <summary>SaveAdapter.</summary>
    public Task<V1.SaveAdapterResponse> HandleAsync(V1.SaveAdapterRequest request, CallContext context) => _cache.Run("SaveAdapter", request.RequestId, request, async () =>
    {
        var (model, id) = Names.ReadAdapter(request.Name, "name");
        if (request.Path.Length == 0) throw Violations.Missing("path");
        var files = await _engine.Adapters.SaveAsync(model, id, request.Path, Names.ReadHeadOf(model, request.Head, "head"), context.Cancellation).ConfigureAwait(false);
        return new V1.SaveAdapterResponse { Path = Path.GetFullPath(request.Path), Files = { files.Select(ResourceMapper.ToMessage) } };
    });

    /// <summary>GetUploadStatus.</summary>
    public Task<V1.UploadStatus> HandleAsync(V1.GetUploadStatusRequest request, CallContext context)
    {
        if (request.Parent.Length == 0) throw Violations.Missing("parent");
        var (files, complete) = _engine.Uploads.Status(request.Parent, request.UploadId);
        return Task.FromResult(new V1.UploadStatus { UploadId = request.UploadId, Files = { files.Select(ResourceMapper.ToMessage) }, Complete = complete });
    }

    internal static V1.LoadReport Report(AdapterLoadResult result) =>
        new() { UsedCount = result.UsedCount, Missing = { result.Missing }, Unexpected = { result.Unexpected } };

    private static AdapterConfig Config(V1.CreateAdapterRequest request) => request.SourceCase switch
    {
        V1.CreateAdapterRequest.SourceOneofCase.Config => ConfigMapper.FromMessage(request.Config, "config"),
        V1.CreateAdapterRequest.SourceOneofCase.ConfigString => ConfigMapper.FromText(request.ConfigString, "config_string"),
        _ => throw Violations.Of("config", ErrorReason.ArgumentInvalid, "neither config nor config_string is set; set exactly one"),
    };
}
