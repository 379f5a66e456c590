using Bridge.Api;
using Bridge.Api.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bridge.Service.Rpc;

/// <summary>bridge.v1.HeadService over gRPC.</summary>
internal sealed class HeadRpc(BridgeApi api) : HeadService.HeadServiceBase
{
    public override Task<Head> CreateHead(CreateHeadRequest request, ServerCallContext context) => api.Heads.HandleAsync(request, context.Call());

    public override Task<Head> GetHead(GetHeadRequest request, ServerCallContext context) => api.Heads.HandleAsync(request, context.Call());

    public override Task<ListHeadsResponse> ListHeads(ListHeadsRequest request, ServerCallContext context) => api.Heads.HandleAsync(request, context.Call());

    public override Task<Empty> DeleteHead(DeleteHeadRequest request, ServerCallContext context) => api.Heads.HandleAsync(request, context.Call());
}
