using Bridge.Api;
using Bridge.Api.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bridge.Service.Rpc;

/// <summary>bridge.v1.EmbeddingService over gRPC.</summary>
internal sealed class EmbeddingRpc(BridgeApi api) : EmbeddingService.EmbeddingServiceBase
{
    public override Task<Embedding> CreateEmbedding(CreateEmbeddingRequest request, ServerCallContext context) => api.Embeddings.HandleAsync(request, context.Call());

    public override Task<Embedding> GetEmbedding(GetEmbeddingRequest request, ServerCallContext context) => api.Embeddings.HandleAsync(request, context.Call());

    public override Task<ListEmbeddingsResponse> ListEmbeddings(ListEmbeddingsRequest request, ServerCallContext context) => api.Embeddings.HandleAsync(request, context.Call());

    public override Task<Empty> DeleteEmbedding(DeleteEmbeddingRequest request, ServerCallContext context) => api.Embeddings.HandleAsync(request, context.Call());

    public override Task<Embedding> LoadEmbedding(LoadEmbeddingRequest request, ServerCallContext context) => api.Embeddings.HandleAsync(request, context.Call());

    public override Task<SaveEmbeddingResponse> SaveEmbedding(SaveEmbeddingRequest request, ServerCallContext context) => api.Embeddings.HandleAsync(request, context.Call());
}
