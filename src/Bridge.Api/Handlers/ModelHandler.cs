using Bridge.Api.Mapping;
using Bridge.Core;
using Bridge.Engine;
using Google.LongRunning;

namespace Bridge.Api;

/// <summary>bridge.v1.ModelService.</summary>
public sealed class ModelHandler
{
    private readonly BridgeEngine _engine;
    private readonly RequestCache _cache;

    internal ModelHandler(BridgeEngine engine, RequestCache cache) => (_engine, _cache) = (engine, cache);

    /// <summary>LoadModel.</summary>
    public Task<Operation> HandleAsync(V1.LoadModelRequest request, CallContext context) => _cache.Run("LoadModel", request.RequestId, request, () =>
    {
        if (request.Path.Length == 0) throw Violations.Missing("path");
        var operation = _engine.Operations.LoadModel(new ModelLoadRequest
        {
            Id = request.ModelId.Length == 0 ? null : request.ModelId,
            Path = request.Path,
            Device = request.Device.Length == 0 ? "cpu" : request.Device,
            DataType = request.DataType == V1.DataType.Unspecified ? DataType.Float32 : (DataType)(int)request.DataType,
        });
        return Task.FromResult(OperationMapper.ToMessage(operation));
    });

    /// <summary>UnloadModel.</summary>
    public Task<V1.UnloadModelResponse> HandleAsync(V1.UnloadModelRequest request, CallContext context) => _cache.Run("UnloadModel", request.RequestId, request, async () =>
    {
        var id = Names.ReadModel(request.Name, "name");
        await Deletions.Run(request.AllowMissing, () => _engine.Models.UnloadAsync(id, request.Etag, context.Cancellation)).ConfigureAwait(false);
        return new V1.UnloadModelResponse();
    });

    /// <summary>GetModel.</summary>
    public Task<V1.Model> HandleAsync(V1.GetModelRequest request, CallContext context) =>
        Task.FromResult(ResourceMapper.ToMessage(_engine.Models.Get(Names.ReadModel(request.Name, "name"))));

    /// <summary>ListModels.</summary>
    public Task<V1.ListModelsResponse> HandleAsync(V1.ListModelsRequest request, CallContext context)
    {
        var (items, next) = Pages.Cut(_engine.Models.List(), m => (m.CreateTime, m.Id), request.PageSize, request.PageToken, "models");
        return Task.FromResult(new V1.ListModelsResponse { Models = { items.Select(ResourceMapper.ToMessage) }, NextPageToken = next });
    }
}
