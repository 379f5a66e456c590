using Bridge.Api;
using Bridge.Api.V1;
using Google.LongRunning;
using Grpc.Core;

namespace Bridge.Service.Rpc;

/// <summary>bridge.v1.ModelService over gRPC.</summary>
internal sealed class ModelRpc(BridgeApi api) : ModelService.ModelServiceBase
{
    public override Task<Operation> LoadModel(LoadModelRequest request, ServerCallContext context) => api.Models.HandleAsync(request, context.Call());

    public override Task<UnloadModelResponse> UnloadModel(UnloadModelRequest request, ServerCallContext context) => api.Models.HandleAsync(request, context.Call());

    public override Task<Model> GetModel(GetModelRequest request, ServerCallContext context) => api.Models.HandleAsync(request, context.Call());

    public override Task<ListModelsResponse> ListModels(ListModelsRequest request, ServerCallContext context) => api.Models.HandleAsync(request, context.Call());
}
