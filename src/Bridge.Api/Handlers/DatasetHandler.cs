using Bridge.Api.Mapping;
using Bridge.Core;
using Bridge.Engine;
using Google.Protobuf.WellKnownTypes;

namespace Bridge.Api;

/// <summary>bridge.v1.DatasetService.</summary>
public sealed class DatasetHandler
{
    private const string RowsFile = "rows.jsonl";
    private readonly BridgeEngine _engine;
    private readonly RequestCache _cache;
    private readonly ApiOptions _options;

    internal DatasetHandler(BridgeEngine engine, RequestCache cache, ApiOptions options) => (_engine, _cache, _options) = (engine, cache, options);

    /// <summary>CreateDataset.</summary>
    public Task<V1.Dataset> HandleAsync(V1.CreateDatasetRequest request, CallContext context) => _cache.Run("CreateDataset", request.RequestId, request, async () =>
    {
        if (request.DatasetId.Length == 0) throw Violations.Missing("dataset_id");
        var schema = ResourceMapper.Read(request.Schema);
        switch (request.SourceCase)
        {
            case V1.CreateDatasetRequest.SourceOneofCase.Path:
                return ResourceMapper.ToMessage(await _engine.Datasets.LoadAsync(request.DatasetId, request.Path, schema, cancellation: context.Cancellation).ConfigureAwait(false));
            case V1.CreateDatasetRequest.SourceOneofCase.Rows:
                if (request.Rows.Length > _options.MaxInlineTensorBytes) throw Mapping.TensorMapper.TooLarge("rows", request.Rows.Length, _options.MaxInlineTensorBytes, "UploadDataset");
                return ResourceMapper.ToMessage(await _engine.Datasets.CreateAsync(request.DatasetId, request.Rows.Memory, schema, context.Cancellation).ConfigureAwait(false));
            default:
                throw Violations.Of("source", ErrorReason.ArgumentInvalid, "neither path nor rows is set; set exactly one");
        }
    });

    /// <summary>UploadDataset.</summary>
    public async Task<V1.Dataset> UploadAsync(IAsyncEnumerable<V1.UploadDatasetRequest> requests, CallContext context)
    {
        V1.UploadDatasetHeader? header = null;
        V1.UploadDatasetFinish? finish = null;
        using var upload = _engine.Uploads.Open("datasets", Guid.NewGuid().ToString(), [RowsFile]);
        try
        {
            await foreach (var request in requests.WithCancellation(context.Cancellation).ConfigureAwait(false))
            {
                if (finish is not null) throw Violations.Of("finish", ErrorReason.ArgumentInvalid, "a message follows finish, which is the last");
                switch (request.PartCase)
                {
                    case V1.UploadDatasetRequest.PartOneofCase.Header when header is null: header = request.Header; break;
                    case V1.UploadDatasetRequest.PartOneofCase.Chunk when header is not null: upload.Write(RowsFile, request.Chunk.Offset, request.Chunk.Data.Span); break;
                    case V1.UploadDatasetRequest.PartOneofCase.Finish when header is not null: finish = request.Finish; break;
                    default: throw Violations.Of("part", ErrorReason.ArgumentInvalid, $"{request.PartCase} is out of order: a header comes first and once, then chunks, then finish");
                }
            }
            if (header is null || finish is null) throw Violations.Of("finish", ErrorReason.ArgumentInvalid, "the stream ended without finish; nothing was created");
            upload.Verify([(RowsFile, finish.ByteSize, finish.Sha256.Memory)]);
            var path = Path.Combine(upload.Folder, RowsFile);
            return ResourceMapper.ToMessage(await _engine.Datasets.LoadAsync(header.DatasetId, path, ResourceMapper.Read(header.Schema), keepSource: false, context.Cancellation).ConfigureAwait(false));
        }
        finally
        {
            upload.Finish();
        }
    }

    /// <summary>GetDataset.</summary>
    public Task<V1.Dataset> HandleAsync(V1.GetDatasetRequest request, CallContext context) =>
        Task.FromResult(ResourceMapper.ToMessage(_engine.Datasets.Get(Names.ReadDataset(request.Name, "name"))));

    /// <summary>ListDatasets.</summary>
    public Task<V1.ListDatasetsResponse> HandleAsync(V1.ListDatasetsRequest request, CallContext context)
    {
        var (items, next) = Pages.Cut(_engine.Datasets.List(), d => (d.CreateTime, d.Id), request.PageSize, request.PageToken, "datasets");
        return Task.FromResult(new V1.ListDatasetsResponse { Datasets = { items.Select(ResourceMapper.ToMessage) }, NextPageToken = next });
    }

    /// <summary>DeleteDataset.</summary>
    public Task<Empty> HandleAsync(V1.DeleteDatasetRequest request, CallContext context) => _cache.Run("DeleteDataset", request.RequestId, request, async () =>
    {
        var id = Names.ReadDataset(request.Name, "name");
        await Deletions.Run(request.AllowMissing, () =>
        {
            _engine.Datasets.Delete(id, request.Etag);
            return Task.CompletedTask;
        }).ConfigureAwait(false);
        return new Empty();
    });
}
