using Bridge.Api;
using Bridge.Api.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bridge.Service.Rpc;

/// <summary>bridge.v1.FusionService over gRPC.</summary>
internal sealed class FusionRpc(BridgeApi api) : FusionService.FusionServiceBase
{
    public override Task<Fusion> CreateFusion(CreateFusionRequest request, ServerCallContext context) => api.Fusions.HandleAsync(request, context.Call());

    public override Task<Fusion> GetFusion(GetFusionRequest request, ServerCallContext context) => api.Fusions.HandleAsync(request, context.Call());

    public override Task<ListFusionsResponse> ListFusions(ListFusionsRequest request, ServerCallContext context) => api.Fusions.HandleAsync(request, context.Call());

    public override Task<Empty> DeleteFusion(DeleteFusionRequest request, ServerCallContext context) => api.Fusions.HandleAsync(request, context.Call());

    public override Task<Fusion> LoadFusion(LoadFusionRequest request, ServerCallContext context) => api.Fusions.HandleAsync(request, context.Call());

    public override Task<SaveFusionResponse> SaveFusion(SaveFusionRequest request, ServerCallContext context) => api.Fusions.HandleAsync(request, context.Call());
}
