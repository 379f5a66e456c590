using Bridge.Api;
using Bridge.Api.V1;
using Grpc.Core;

namespace Bridge.Service.Rpc;

/// <summary>bridge.v1.TrainingSessionService over gRPC.</summary>
internal sealed class TrainingSessionRpc(BridgeApi api, CallGate gate) : TrainingSessionService.TrainingSessionServiceBase
{
    public override Task RunTrainingSession(IAsyncStreamReader<RunTrainingSessionRequest> requestStream, IServerStreamWriter<RunTrainingSessionResponse> responseStream, ServerCallContext context) =>
        Streams.Send(gate, context, responseStream, call => api.TrainingSessions.RunAsync(requestStream.ReadAllAsync(call.Cancellation), call));
}
