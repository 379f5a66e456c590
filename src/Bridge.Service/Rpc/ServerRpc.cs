using Bridge.Api;
using Bridge.Api.V1;
using Grpc.Core;

namespace Bridge.Service.Rpc;

/// <summary>bridge.v1.ServerService over gRPC.</summary>
internal sealed class ServerRpc(BridgeApi api) : ServerService.ServerServiceBase
{
    public override Task<ServerInfo> GetServerInfo(GetServerInfoRequest request, ServerCallContext context) => api.Server.HandleAsync(request, context.Call());

    public override Task<Capabilities> GetCapabilities(GetCapabilitiesRequest request, ServerCallContext context) => api.Server.HandleAsync(request, context.Call());
}
