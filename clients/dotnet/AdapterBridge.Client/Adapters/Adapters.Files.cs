using Grpc.Core;

namespace AdapterBridge.Client;

// Adapters as files, of the server and of this machine.
public sealed partial class Adapters
{
    /// <summary>Loads an AdapterHub folder of the server, with the head in it where there is one.</summary>
    public async Task<LoadedAdapter> LoadAsync(string path, string? adapterId = null, bool withHead = true, string? headId = null, CancellationToken cancellationToken = default)
    {
        var request = new Wire.LoadAdapterRequest
        {
            Parent = _model, Path = path, AdapterId = adapterId ?? "", WithHead = withHead, HeadId = headId ?? "", RequestId = ResourceNames.RequestId(),
        };
        var m = await _connection.Adapters.LoadAdapterAsync(request, _connection.Call(cancellationToken, FileTime)).ConfigureAwait(false);
        return LoadedAdapter.From(m.Adapter, m.Head, m.Report);
    }

    /// <summary>Saves an adapter, and a head beside it, as an AdapterHub folder of the server.</summary>
    public async Task<SavedAdapter> SaveAsync(ResourceReference adapter, string path, ResourceReference? head = null, CancellationToken cancellationToken = default)
    {
        var request = new Wire.SaveAdapterRequest { Name = NameOf(adapter), Path = path, Head = HeadName(head), RequestId = ResourceNames.RequestId() };
        var m = await _connection.Adapters.SaveAdapterAsync(request, _connection.Call(cancellationToken, FileTime)).ConfigureAwait(false);
        return new SavedAdapter(m.Path, AdapterFile.From(m.Files));
    }

    /// <summary>Sends an AdapterHub folder of this machine and loads it; continues where a broken connection stopped it.</summary>
    public async Task<LoadedAdapter> UploadAsync(string folder, string? adapterId = null, bool withHead = true, string? headId = null, CancellationToken cancellationToken = default)
    {
        var header = new Wire.UploadAdapterHeader { Parent = _model, UploadId = ResourceNames.RequestId(), AdapterId = adapterId ?? "", WithHead = withHead, HeadId = headId ?? "" };
        var (attempts, arrived) = (new Reconnection(_connection.Options.ReconnectTime), (IReadOnlyDictionary<string, long>)new Dictionary<string, long>());
        while (true)
        {
            try
            {
                using var call = _connection.Adapters.UploadAdapter(Connection.Stream(cancellationToken));
                var m = await Streams.SendAsync(call, AdapterFolder.ReadAsync(folder, header, arrived, cancellationToken), cancellationToken).ConfigureAwait(false);
                return LoadedAdapter.From(m.Adapter, m.Head, m.Report);
            }
            catch (AdapterBridgeException error) when (error.Code == StatusCode.Unavailable)
            {
                await attempts.WaitAsync(error, cancellationToken).ConfigureAwait(false);
            }

            arrived = await ArrivedAsync(header.UploadId, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes an adapter, and a head beside it, as an AdapterHub folder of this machine; continues where a broken connection stopped it.</summary>
    public async Task<IReadOnlyList<AdapterFile>> DownloadAsync(ResourceReference adapter, string folder, ResourceReference? head = null, CancellationToken cancellationToken = default)
    {
        using var receiver = new AdapterFolderWriter(folder);
        var attempts = new Reconnection(_connection.Options.ReconnectTime);
        while (true)
        {
            var (file, offset) = receiver.Position;
            var request = new Wire.DownloadAdapterRequest { Name = NameOf(adapter), Head = HeadName(head), File = file, Offset = offset, Etag = receiver.Etag };
            try
            {
                using var call = _connection.Adapters.DownloadAdapter(request, Connection.Stream(cancellationToken));
                await foreach (var message in Streams.ReadAsync(call.ResponseStream, cancellationToken).ConfigureAwait(false))
                {
                    receiver.Add(message);
                    attempts.Reset();
                }

                return receiver.Finish();
            }
            catch (AdapterBridgeException error) when (error.Code == StatusCode.Unavailable)
            {
                await attempts.WaitAsync(error, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<IReadOnlyDictionary<string, long>> ArrivedAsync(string uploadId, CancellationToken cancellationToken)
    {
        try
        {
            var status = await _connection.Adapters.GetUploadStatusAsync(new Wire.GetUploadStatusRequest { Parent = _model, UploadId = uploadId }, _connection.Call(cancellationToken)).ConfigureAwait(false);
            return status.Files.ToDictionary(f => f.File, f => f.ByteSize);
        }
        catch (AdapterBridgeException error) when (error.Code == StatusCode.NotFound)
        {
            return new Dictionary<string, long>();
        }
    }
}
