using Bridge.Api;
using Google.LongRunning;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bridge.Service.Rpc;

/// <summary>google.longrunning.Operations over gRPC.</summary>
internal sealed class OperationsRpc(BridgeApi api) : Google.LongRunning.Operations.OperationsBase
{
    public override Task<ListOperationsResponse> ListOperations(ListOperationsRequest request, ServerCallContext context) => api.Operations.HandleAsync(request, context.Call());

    public override Task<Operation> GetOperation(GetOperationRequest request, ServerCallContext context) => api.Operations.HandleAsync(request, context.Call());

    public override Task<Operation> WaitOperation(WaitOperationRequest request, ServerCallContext context) => api.Operations.HandleAsync(request, context.Call());

    public override Task<Empty> CancelOperation(CancelOperationRequest request, ServerCallContext context) => api.Operations.HandleAsync(request, context.Call());

    public override Task<Empty> DeleteOperation(DeleteOperationRequest request, ServerCallContext context) => api.Operations.HandleAsync(request, context.Call());
}
