using Bridge.Core;
using Google.LongRunning;
using Google.Protobuf;
using Status = Google.Rpc.Status;

namespace Bridge.Api;

/// <summary>
/// Unary methods by name (<c>bridge.v1.AdapterService/ListAdapters</c>), request and response as bytes: the way of callers without gRPC, to the same handlers.
/// </summary>
public sealed class UnaryRouter
{
    private readonly Dictionary<string, Func<ReadOnlyMemory<byte>, CallContext, Task<byte[]>>> _methods = new(StringComparer.Ordinal);

    internal UnaryRouter(BridgeApi api)
    {
        Add(V1.ServerService.Descriptor.FullName, "GetServerInfo", V1.GetServerInfoRequest.Parser, api.Server.HandleAsync);
        Add(V1.ServerService.Descriptor.FullName, "GetCapabilities", V1.GetCapabilitiesRequest.Parser, api.Server.HandleAsync);
        Add(V1.ModelService.Descriptor.FullName, "LoadModel", V1.LoadModelRequest.Parser, api.Models.HandleAsync);
        Add(V1.ModelService.Descriptor.FullName, "UnloadModel", V1.UnloadModelRequest.Parser, api.Models.HandleAsync);
        Add(V1.ModelService.Descriptor.FullName, "GetModel", V1.GetModelRequest.Parser, api.Models.HandleAsync);
        Add(V1.ModelService.Descriptor.FullName, "ListModels", V1.ListModelsRequest.Parser, api.Models.HandleAsync);
        AddAdapters(api);
        AddParts(api);
        AddDataAndTraining(api);
        Add(V1.InferenceService.Descriptor.FullName, "RunForward", V1.RunForwardRequest.Parser, api.Inference.HandleAsync);
        Add(V1.InferenceService.Descriptor.FullName, "Classify", V1.ClassifyRequest.Parser, api.Inference.HandleAsync);
        Add(V1.InferenceService.Descriptor.FullName, "Evaluate", V1.EvaluateRequest.Parser, api.Inference.HandleAsync);
        Add(Google.LongRunning.Operations.Descriptor.FullName, "ListOperations", ListOperationsRequest.Parser, api.Operations.HandleAsync);
        Add(Google.LongRunning.Operations.Descriptor.FullName, "GetOperation", GetOperationRequest.Parser, api.Operations.HandleAsync);
        Add(Google.LongRunning.Operations.Descriptor.FullName, "WaitOperation", WaitOperationRequest.Parser, api.Operations.HandleAsync);
        Add(Google.LongRunning.Operations.Descriptor.FullName, "CancelOperation", CancelOperationRequest.Parser, api.Operations.HandleAsync);
        Add(Google.LongRunning.Operations.Descriptor.FullName, "DeleteOperation", DeleteOperationRequest.Parser, api.Operations.HandleAsync);
    }

    /// <summary>The names of all methods, sorted.</summary>
    public IReadOnlyList<string> Methods => [.. _methods.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Calls a method. Exactly one of the answers is set: the response's bytes, or why there is none.</summary>
    public async Task<(byte[]? Response, Status? Error)> InvokeAsync(string method, ReadOnlyMemory<byte> request, CallContext context, bool detailedErrors = false)
    {
        try
        {
            if (!_methods.TryGetValue(method.TrimStart('/'), out var call))
                throw BridgeException.Of(ErrorCode.Unimplemented, ErrorReason.MethodNotAvailable, $"there is no unary method \"{method}\"", ("method", method));
            return (await call(request, context).ConfigureAwait(false), null);
        }
        catch (Exception error)
        {
            return (null, StatusMapper.ToStatus(error, detailedErrors));
        }
    }

    private void AddAdapters(BridgeApi api)
    {
        var adapters = V1.AdapterService.Descriptor.FullName;
        Add(adapters, "CreateAdapter", V1.CreateAdapterRequest.Parser, api.Adapters.HandleAsync);
        Add(adapters, "GetAdapter", V1.GetAdapterRequest.Parser, api.Adapters.HandleAsync);
        Add(adapters, "ListAdapters", V1.ListAdaptersRequest.Parser, api.Adapters.HandleAsync);
        Add(adapters, "DeleteAdapter", V1.DeleteAdapterRequest.Parser, api.Adapters.HandleAsync);
        Add(adapters, "LoadAdapter", V1.LoadAdapterRequest.Parser, api.Adapters.HandleAsync);
        Add(adapters, "AverageAdapters", V1.AverageAdaptersRequest.Parser, api.Adapters.HandleAsync);
        Add(adapters, "MergeAdapter", V1.MergeAdapterRequest.Parser, api.Adapters.HandleAsync);
        Add(adapters, "ResetMergedAdapters", V1.ResetMergedAdaptersRequest.Parser, api.Adapters.HandleAsync);
        Add(adapters, "SaveAdapter", V1.SaveAdapterRequest.Parser, api.Adapters.HandleAsync);
        Add(adapters, "GetUploadStatus", V1.GetUploadStatusRequest.Parser, api.Adapters.HandleAsync);
        var heads = V1.HeadService.Descriptor.FullName;
        Add(heads, "CreateHead", V1.CreateHeadRequest.Parser, api.Heads.HandleAsync);
        Add(heads, "GetHead", V1.GetHeadRequest.Parser, api.Heads.HandleAsync);
        Add(heads, "ListHeads", V1.ListHeadsRequest.Parser, api.Heads.HandleAsync);
        Add(heads, "DeleteHead", V1.DeleteHeadRequest.Parser, api.Heads.HandleAsync);
    }

    private void AddParts(BridgeApi api)
    {
        var fusions = V1.FusionService.Descriptor.FullName;
        Add(fusions, "CreateFusion", V1.CreateFusionRequest.Parser, api.Fusions.HandleAsync);
        Add(fusions, "GetFusion", V1.GetFusionRequest.Parser, api.Fusions.HandleAsync);
        Add(fusions, "ListFusions", V1.ListFusionsRequest.Parser, api.Fusions.HandleAsync);
        Add(fusions, "DeleteFusion", V1.DeleteFusionRequest.Parser, api.Fusions.HandleAsync);
        Add(fusions, "LoadFusion", V1.LoadFusionRequest.Parser, api.Fusions.HandleAsync);
        Add(fusions, "SaveFusion", V1.SaveFusionRequest.Parser, api.Fusions.HandleAsync);
        var embeddings = V1.EmbeddingService.Descriptor.FullName;
        Add(embeddings, "CreateEmbedding", V1.CreateEmbeddingRequest.Parser, api.Embeddings.HandleAsync);
        Add(embeddings, "GetEmbedding", V1.GetEmbeddingRequest.Parser, api.Embeddings.HandleAsync);
        Add(embeddings, "ListEmbeddings", V1.ListEmbeddingsRequest.Parser, api.Embeddings.HandleAsync);
        Add(embeddings, "DeleteEmbedding", V1.DeleteEmbeddingRequest.Parser, api.Embeddings.HandleAsync);
        Add(embeddings, "LoadEmbedding", V1.LoadEmbeddingRequest.Parser, api.Embeddings.HandleAsync);
        Add(embeddings, "SaveEmbedding", V1.SaveEmbeddingRequest.Parser, api.Embeddings.HandleAsync);
        var sharing = V1.SharingService.Descriptor.FullName;
        Add(sharing, "ShareParameters", V1.ShareParametersRequest.Parser, api.Sharing.HandleAsync);
        Add(sharing, "UnshareParameters", V1.UnshareParametersRequest.Parser, api.Sharing.HandleAsync);
        Add(sharing, "ListParameterGroups", V1.ListParameterGroupsRequest.Parser, api.Sharing.HandleAsync);
        var setups = V1.SetupService.Descriptor.FullName;
        Add(setups, "SaveSetup", V1.SaveSetupRequest.Parser, api.Setups.HandleAsync);
        Add(setups, "LoadSetup", V1.LoadSetupRequest.Parser, api.Setups.HandleAsync);
        Add(setups, "DescribeSetup", V1.DescribeSetupRequest.Parser, api.Setups.HandleAsync);
        Add(setups, "DiffSetups", V1.DiffSetupsRequest.Parser, api.Setups.HandleAsync);
    }

    private void AddDataAndTraining(BridgeApi api)
    {
        var datasets = V1.DatasetService.Descriptor.FullName;
        Add(datasets, "CreateDataset", V1.CreateDatasetRequest.Parser, api.Datasets.HandleAsync);
        Add(datasets, "GetDataset", V1.GetDatasetRequest.Parser, api.Datasets.HandleAsync);
        Add(datasets, "ListDatasets", V1.ListDatasetsRequest.Parser, api.Datasets.HandleAsync);
        Add(datasets, "DeleteDataset", V1.DeleteDatasetRequest.Parser, api.Datasets.HandleAsync);
        var training = V1.TrainingService.Descriptor.FullName;
        Add(training, "CreateTrainingJob", V1.CreateTrainingJobRequest.Parser, api.Training.HandleAsync);
        Add(training, "GetTrainingJob", V1.GetTrainingJobRequest.Parser, api.Training.HandleAsync);
        Add(training, "ListTrainingJobs", V1.ListTrainingJobsRequest.Parser, api.Training.HandleAsync);
        Add(training, "CancelTrainingJob", V1.CancelTrainingJobRequest.Parser, api.Training.HandleAsync);
        Add(training, "DeleteTrainingJob", V1.DeleteTrainingJobRequest.Parser, api.Training.HandleAsync);
    }

    private void Add<TRequest, TResponse>(string service, string method, MessageParser<TRequest> parser, Func<TRequest, CallContext, Task<TResponse>> handler)
        where TRequest : IMessage<TRequest>
        where TResponse : IMessage =>
        _methods[$"{service}/{method}"] = async (bytes, context) => (await handler(parser.ParseFrom(bytes.Span), context).ConfigureAwait(false)).ToByteArray();
}
