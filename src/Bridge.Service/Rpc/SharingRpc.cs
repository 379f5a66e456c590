using Bridge.Api;
using Bridge.Api.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bridge.Service.Rpc;

/// <summary>bridge.v1.SharingService over gRPC.</summary>
internal sealed class SharingRpc(BridgeApi api) : SharingService.SharingServiceBase
{
    public override Task<ParameterGroup> ShareParameters(ShareParametersRequest request, ServerCallContext context) => api.Sharing.HandleAsync(request, context.Call());

    public override Task<Empty> UnshareParameters(UnshareParametersRequest request, ServerCallContext context) => api.Sharing.HandleAsync(request, context.Call());

    public override Task<ListParameterGroupsResponse> ListParameterGroups(ListParameterGroupsRequest request, ServerCallContext context) => api.Sharing.HandleAsync(request, context.Call());
}
