using Bridge.Api;
using Bridge.Api.V1;
using Grpc.Core;

namespace Bridge.Service.Rpc;

/// <summary>bridge.v1.InferenceService over gRPC.</summary>
internal sealed class InferenceRpc(BridgeApi api, CallGate gate) : InferenceService.InferenceServiceBase
{
    public override Task<RunForwardResponse> RunForward(RunForwardRequest request, ServerCallContext context) => api.Inference.HandleAsync(request, context.Call());

    public override Task<ClassifyResponse> Classify(ClassifyRequest request, ServerCallContext context) => api.Inference.HandleAsync(request, context.Call());

    public override Task<EvaluateResponse> Evaluate(EvaluateRequest request, ServerCallContext context) => api.Inference.HandleAsync(request, context.Call());

    public override Task StreamForward(IAsyncStreamReader<StreamForwardRequest> requestStream, IServerStreamWriter<StreamForwardResponse> responseStream, ServerCallContext context) =>
        Streams.Send(gate, context, responseStream, call => api.StreamForward.RunAsync(requestStream.ReadAllAsync(call.Cancellation), call));

    public override Task StreamClassify(IAsyncStreamReader<ClassifyRequest> requestStream, IServerStreamWriter<ClassifyResponse> responseStream, ServerCallContext context) =>
        Streams.Send(gate, context, responseStream, call => api.Inference.ClassifyAsync(requestStream.ReadAllAsync(call.Cancellation), call));
}
