using Bridge.Api;
using Bridge.Api.V1;
using Grpc.Core;

namespace Bridge.Service.Rpc;

/// <summary>bridge.v1.SetupService over gRPC.</summary>
internal sealed class SetupRpc(BridgeApi api) : SetupService.SetupServiceBase
{
    public override Task<SaveSetupResponse> SaveSetup(SaveSetupRequest request, ServerCallContext context) => api.Setups.HandleAsync(request, context.Call());

    public override Task<LoadSetupResponse> LoadSetup(LoadSetupRequest request, ServerCallContext context) => api.Setups.HandleAsync(request, context.Call());

    public override Task<DescribeSetupResponse> DescribeSetup(DescribeSetupRequest request, ServerCallContext context) => api.Setups.HandleAsync(request, context.Call());

    public override Task<DiffSetupsResponse> DiffSetups(DiffSetupsRequest request, ServerCallContext context) => api.Setups.HandleAsync(request, context.Call());
}
