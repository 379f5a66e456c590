using Bridge.Api;
using Bridge.Api.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bridge.Service.Rpc;

/// <summary>bridge.v1.DatasetService over gRPC.</summary>
internal sealed class DatasetRpc(BridgeApi api, CallGate gate) : DatasetService.DatasetServiceBase
{
    public override Task<Dataset> CreateDataset(CreateDatasetRequest request, ServerCallContext context) => api.Datasets.HandleAsync(request, context.Call());

    public override Task<Dataset> GetDataset(GetDatasetRequest request, ServerCallContext context) => api.Datasets.HandleAsync(request, context.Call());

    public override Task<ListDatasetsResponse> ListDatasets(ListDatasetsRequest request, ServerCallContext context) => api.Datasets.HandleAsync(request, context.Call());

    public override Task<Empty> DeleteDataset(DeleteDatasetRequest request, ServerCallContext context) => api.Datasets.HandleAsync(request, context.Call());

    public override Task<Dataset> UploadDataset(IAsyncStreamReader<UploadDatasetRequest> requestStream, ServerCallContext context) =>
        Streams.Receive(gate, context, requestStream, api.Datasets.UploadAsync);
}
