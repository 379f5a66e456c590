using Bridge.Api;
using Bridge.Api.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bridge.Service.Rpc;

/// <summary>bridge.v1.TrainingService over gRPC.</summary>
internal sealed class TrainingRpc(BridgeApi api, CallGate gate) : TrainingService.TrainingServiceBase
{
    public override Task<TrainingJob> CreateTrainingJob(CreateTrainingJobRequest request, ServerCallContext context) => api.Training.HandleAsync(request, context.Call());

    public override Task<TrainingJob> GetTrainingJob(GetTrainingJobRequest request, ServerCallContext context) => api.Training.HandleAsync(request, context.Call());

    public override Task<ListTrainingJobsResponse> ListTrainingJobs(ListTrainingJobsRequest request, ServerCallContext context) => api.Training.HandleAsync(request, context.Call());

    public override Task<TrainingJob> CancelTrainingJob(CancelTrainingJobRequest request, ServerCallContext context) => api.Training.HandleAsync(request, context.Call());

    public override Task<Empty> DeleteTrainingJob(DeleteTrainingJobRequest request, ServerCallContext context) => api.Training.HandleAsync(request, context.Call());

    public override Task WatchTrainingJob(WatchTrainingJobRequest request, IServerStreamWriter<TrainingEvent> responseStream, ServerCallContext context) =>
        Streams.Send(gate, context, responseStream, call => api.Training.WatchAsync(request, call));
}
