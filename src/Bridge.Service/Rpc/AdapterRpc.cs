using Bridge.Api;
using Bridge.Api.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bridge.Service.Rpc;

/// <summary>bridge.v1.AdapterService over gRPC.</summary>
internal sealed class AdapterRpc(BridgeApi api, CallGate gate) : AdapterService.AdapterServiceBase
{
    public override Task<Adapter> CreateAdapter(CreateAdapterRequest request, ServerCallContext context) => api.Adapters.HandleAsync(request, context.Call());

    public override Task<Adapter> GetAdapter(GetAdapterRequest request, ServerCallContext context) => api.Adapters.HandleAsync(request, context.Call());

    public override Task<ListAdaptersResponse> ListAdapters(ListAdaptersRequest request, ServerCallContext context) => api.Adapters.HandleAsync(request, context.Call());

    public override Task<Empty> DeleteAdapter(DeleteAdapterRequest request, ServerCallContext context) => api.Adapters.HandleAsync(request, context.Call());

    public override Task<Adapter> AverageAdapters(AverageAdaptersRequest request, ServerCallContext context) => api.Adapters.HandleAsync(request, context.Call());

    public override Task<Adapter> MergeAdapter(MergeAdapterRequest request, ServerCallContext context) => api.Adapters.HandleAsync(request, context.Call());

    public override Task<Empty> ResetMergedAdapters(ResetMergedAdaptersRequest request, ServerCallContext context) => api.Adapters.HandleAsync(request, context.Call());

    public override Task<LoadAdapterResponse> LoadAdapter(LoadAdapterRequest request, ServerCallContext context) => api.Adapters.HandleAsync(request, context.Call());

    public override Task<SaveAdapterResponse> SaveAdapter(SaveAdapterRequest request, ServerCallContext context) => api.Adapters.HandleAsync(request, context.Call());

    public override Task<UploadStatus> GetUploadStatus(GetUploadStatusRequest request, ServerCallContext context) => api.Adapters.HandleAsync(request, context.Call());

    public override Task<UploadAdapterResponse> UploadAdapter(IAsyncStreamReader<UploadAdapterRequest> requestStream, ServerCallContext context) =>
        Streams.Receive(gate, context, requestStream, api.AdapterTransfers.UploadAsync);

    public override Task DownloadAdapter(DownloadAdapterRequest request, IServerStreamWriter<DownloadAdapterResponse> responseStream, ServerCallContext context) =>
        Streams.Send(gate, context, responseStream, call => api.AdapterTransfers.DownloadAsync(request, call));
}
