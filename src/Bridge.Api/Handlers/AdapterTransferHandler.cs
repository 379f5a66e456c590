using System.Runtime.CompilerServices;
using Bridge.Api.Mapping;
using Bridge.Core;
using Bridge.Engine;
using Google.Protobuf;

namespace Bridge.Api;

/// <summary>bridge.v1.AdapterService, its streams: the files of adapters in pieces, both ways.</summary>
public sealed class AdapterTransferHandler
{
    private static readonly string[] Files = ["adapter_config.json", "adapter.safetensors", "head_config.json", "model_head.safetensors"];

    private readonly BridgeEngine _engine;
    private readonly ApiOptions _options;

    internal AdapterTransferHandler(BridgeEngine engine, ApiOptions options) => (_engine, _options) = (engine, options);

    /// <summary>UploadAdapter.</summary>
    public async Task<V1.UploadAdapterResponse> UploadAsync(IAsyncEnumerable<V1.UploadAdapterRequest> requests, CallContext context)
    {
        Upload? upload = null;
        V1.UploadAdapterHeader? header = null;
        V1.UploadFinish? finish = null;
        try
        {
            await foreach (var request in requests.WithCancellation(context.Cancellation).ConfigureAwait(false))
            {
                if (finish is not null) throw Violations.Of("finish", ErrorReason.ArgumentInvalid, "a message follows finish, which is the last");
                switch (request.PartCase)
                {
                    case V1.UploadAdapterRequest.PartOneofCase.Header when header is null:
                        header = request.Header;
                        _engine.Models.Get(Names.ReadModel(header.Parent, "header.parent"));
                        upload = _engine.Uploads.Open(header.Parent, header.UploadId, Files);
                        break;
                    case V1.UploadAdapterRequest.PartOneofCase.Chunk when upload is not null:
                        upload.Write(request.Chunk.File, request.Chunk.Offset, request.Chunk.Data.Span);
                        break;
                    case V1.UploadAdapterRequest.PartOneofCase.Finish when upload is not null:
                        finish = request.Finish;
                        break;
                    default:
                        throw Violations.Of("part", ErrorReason.ArgumentInvalid, $"{request.PartCase} is out of order: a header comes first and once, then chunks, then finish");
                }
            }
            if (header is null || upload is null || finish is null) throw Violations.Of("finish", ErrorReason.ArgumentInvalid, "the stream ended without finish; nothing was created, the pieces are kept");
            upload.Verify([.. finish.Files.Select(f => (f.File, f.ByteSize, f.Sha256.Memory))]);
            var result = await _engine.Adapters.LoadAsync(new AdapterLoadRequest
            {
                Model = Names.ReadModel(header.Parent, "header.parent"),
                Folder = upload.Folder,
                Name = header.AdapterId.Length == 0 ? null : header.AdapterId,
                WithHead = !header.HasWithHead || header.WithHead,
                Head = header.HeadId.Length == 0 ? null : header.HeadId,
                KeepSource = false,
            }, context.Cancellation).ConfigureAwait(false);
            upload.Finish();
            return new V1.UploadAdapterResponse { Adapter = ResourceMapper.ToMessage(result.Adapter), Head = result.Head is { } head ? ResourceMapper.ToMessage(head) : null, Report = AdapterHandler.Report(result) };
        }
        finally
        {
            upload?.Dispose();
        }
    }

    /// <summary>DownloadAdapter.</summary>
    public async IAsyncEnumerable<V1.DownloadAdapterResponse> DownloadAsync(V1.DownloadAdapterRequest request, CallContext context)
    {
        var (model, id) = Names.ReadAdapter(request.Name, "name");
        using var export = await _engine.Adapters.ExportAsync(model, id, Names.ReadHeadOf(model, request.Head, "head"), request.Etag, context.Cancellation).ConfigureAwait(false);
        var first = Start(export, request);
        yield return new V1.DownloadAdapterResponse { Header = new V1.DownloadHeader { Adapter = ResourceMapper.ToMessage(export.Adapter), Files = { export.Files.Select(ResourceMapper.ToMessage) } } };
        for (var i = first; i < export.Files.Count; i++)
        {
            var file = export.Files[i];
            await foreach (var (offset, data) in Pieces(file.Path, i == first ? request.Offset : 0, context.Cancellation).ConfigureAwait(false))
                yield return new V1.DownloadAdapterResponse { Chunk = new V1.FileChunk { File = file.Name, Offset = offset, Data = UnsafeByteOperations.UnsafeWrap(data) } };
        }
    }

    private static int Start(AdapterExport export, V1.DownloadAdapterRequest request)
    {
        var first = 0;
        if (request.File.Length > 0)
        {
            first = export.Files.ToList().FindIndex(f => f.Name == request.File);
            if (first < 0) throw Violations.Of("file", ErrorReason.ArgumentInvalid, $"file \"{request.File}\" is not one of {string.Join(", ", export.Files.Select(f => f.Name))}");
        }
        if (request.Offset < 0 || request.Offset > export.Files[first].ByteSize)
            throw BridgeException.Of(ErrorCode.OutOfRange, ErrorReason.OffsetMismatch, $"offset {request.Offset} is outside [0, {export.Files[first].ByteSize}] of file \"{export.Files[first].Name}\"",
                ("file", export.Files[first].Name), ("offset", request.Offset), ("allowed", export.Files[first].ByteSize));
        return first;
    }

    private async IAsyncEnumerable<(long Offset, ReadOnlyMemory<byte> Data)> Pieces(string path, long offset, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
        stream.Position = offset;
        while (true)
        {
            // A buffer of its own for each piece: the writer may still hold the one before.
            var buffer = new byte[_options.ChunkBytes];
            var count = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
            if (count == 0) yield break;
            yield return (offset, buffer.AsMemory(0, count));
            offset += count;
        }
    }
}
