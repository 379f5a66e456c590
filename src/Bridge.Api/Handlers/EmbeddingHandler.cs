using Bridge.Api.Mapping;
using Bridge.Engine;
using Google.Protobuf.WellKnownTypes;

namespace Bridge.Api;

/// <summary>bridge.v1.EmbeddingService.</summary>
public sealed class EmbeddingHandler
{
    private readonly BridgeEngine _engine;
    private readonly RequestCache _cache;

    internal EmbeddingHandler(BridgeEngine engine, RequestCache cache) => (_engine, _cache) = (engine, cache);

    /// <summary>CreateEmbedding.</summary>
    public Task<V1.Embedding> HandleAsync(V1.CreateEmbeddingRequest request, CallContext context) => _cache.Run("CreateEmbedding", request.RequestId, request, async () =>
    {
        var model = Names.ReadModel(request.Parent, "parent");
        if (request.EmbeddingId.Length == 0) throw Violations.Missing("embedding_id");
        return PartMapper.ToMessage(await _engine.Embeddings.CreateAsync(new EmbeddingCreateRequest
        {
            Model = model,
            Name = request.EmbeddingId,
            TokenizerFolder = request.TokenizerPath.Length == 0 ? null : request.TokenizerPath,
            VocabularySize = request.VocabularySize == 0 ? null : request.VocabularySize,
            Reference = request.Reference.Length == 0 ? null : request.Reference,
            Seed = request.HasSeed ? request.Seed : null,
        }, context.Cancellation).ConfigureAwait(false));
    });

    /// <summary>GetEmbedding.</summary>
    public Task<V1.Embedding> HandleAsync(V1.GetEmbeddingRequest request, CallContext context)
    {
        var (model, id) = Names.ReadEmbedding(request.Name, "name");
        return Task.FromResult(PartMapper.ToMessage(_engine.Embeddings.Get(model, id)));
    }

    /// <summary>ListEmbeddings.</summary>
    public Task<V1.ListEmbeddingsResponse> HandleAsync(V1.ListEmbeddingsRequest request, CallContext context)
    {
        var all = _engine.Embeddings.List(Names.ReadModel(request.Parent, "parent"));
        var (items, next) = Pages.Cut(all, p => (p.CreateTime, p.Name), request.PageSize, request.PageToken, $"embeddings {request.Parent}");
        return Task.FromResult(new V1.ListEmbeddingsResponse { Embeddings = { items.Select(PartMapper.ToMessage) }, NextPageToken = next });
    }

    /// <summary>DeleteEmbedding.</summary>
    public Task<Empty> HandleAsync(V1.DeleteEmbeddingRequest request, CallContext context) => _cache.Run("DeleteEmbedding", request.RequestId, request, async () =>
    {
        var (model, id) = Names.ReadEmbedding(request.Name, "name");
        await Deletions.Run(request.AllowMissing, () => _engine.Embeddings.DeleteAsync(model, id, request.Etag, context.Cancellation)).ConfigureAwait(false);
        return new Empty();
    });

    /// <summary>LoadEmbedding.</summary>
    public Task<V1.Embedding> HandleAsync(V1.LoadEmbeddingRequest request, CallContext context) => _cache.Run("LoadEmbedding", request.RequestId, request, async () =>
    {
        var model = Names.ReadModel(request.Parent, "parent");
        if (request.Path.Length == 0) throw Violations.Missing("path");
        if (request.EmbeddingId.Length == 0) throw Violations.Missing("embedding_id");
        return PartMapper.ToMessage(await _engine.Embeddings.LoadAsync(model, request.EmbeddingId, request.Path, context.Cancellation).ConfigureAwait(false));
    });

    /// <summary>SaveEmbedding.</summary>
    public Task<V1.SaveEmbeddingResponse> HandleAsync(V1.SaveEmbeddingRequest request, CallContext context) => _cache.Run("SaveEmbedding", request.RequestId, request, async () =>
    {
        var (model, id) = Names.ReadEmbedding(request.Name, "name");
        if (request.Path.Length == 0) throw Violations.Missing("path");
        var files = await _engine.Embeddings.SaveAsync(model, id, request.Path, context.Cancellation).ConfigureAwait(false);
        return new V1.SaveEmbeddingResponse { Path = Path.GetFullPath(request.Path), Files = { files.Select(ResourceMapper.ToMessage) } };
    });
}
