using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Google.Protobuf;

namespace AdapterBridge.Client;

/// <summary>Labelled texts or images to train on and to evaluate with.</summary>
public sealed class Datasets
{
    private readonly Connection _connection;

    internal Datasets(Connection connection) => _connection = connection;

    /// <summary>Makes a dataset of a JSON lines file of the server.</summary>
    public async Task<Dataset> CreateAsync(string datasetId, string path, DatasetSchema? schema = null, CancellationToken cancellationToken = default)
    {
        var request = new Wire.CreateDatasetRequest { DatasetId = datasetId, Schema = (schema ?? new()).ToMessage(), Path = path, RequestId = ResourceNames.RequestId() };
        return Dataset.From(await _connection.Datasets.CreateDatasetAsync(request, _connection.Call(cancellationToken, TimeSpan.FromMinutes(2))).ConfigureAwait(false));
    }

    /// <summary>Sends rows.</summary>
    public async Task<Dataset> UploadAsync(string datasetId, IEnumerable<TextRow> rows, DatasetSchema? schema = null, CancellationToken cancellationToken = default)
    {
        using var lines = new MemoryStream(JsonLines.Of(rows, schema ?? new()));
        return await UploadAsync(datasetId, lines, schema, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a JSON lines file of this machine.</summary>
    public async Task<Dataset> UploadAsync(string datasetId, string path, DatasetSchema? schema = null, CancellationToken cancellationToken = default)
    {
        await using var file = File.OpenRead(path);
        return await UploadAsync(datasetId, file, schema, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends JSON lines.</summary>
    public async Task<Dataset> UploadAsync(string datasetId, Stream lines, DatasetSchema? schema = null, CancellationToken cancellationToken = default)
    {
        using var call = _connection.Datasets.UploadDataset(Connection.Stream(cancellationToken));
        var header = new Wire.UploadDatasetHeader { DatasetId = datasetId, Schema = (schema ?? new()).ToMessage() };
        return Dataset.From(await Streams.SendAsync(call, MessagesAsync(header, lines, cancellationToken), cancellationToken).ConfigureAwait(false));
    }

    /// <summary>One dataset.</summary>
    public async Task<Dataset> GetAsync(ResourceReference dataset, CancellationToken cancellationToken = default) =>
        Dataset.From(await _connection.Datasets.GetDatasetAsync(new Wire.GetDatasetRequest { Name = dataset.In("datasets") }, _connection.Call(cancellationToken)).ConfigureAwait(false));

    /// <summary>All datasets, oldest first.</summary>
    public IAsyncEnumerable<Dataset> ListAsync(CancellationToken cancellationToken = default) => Connection.PagesAsync<Dataset>(async token =>
    {
        var page = await _connection.Datasets.ListDatasetsAsync(new Wire.ListDatasetsRequest { PageToken = token }, _connection.Call(cancellationToken)).ConfigureAwait(false);
        return ([.. page.Datasets.Select(Dataset.From)], page.NextPageToken);
    });

    /// <summary>Forgets a dataset.</summary>
    public async Task DeleteAsync(ResourceReference dataset, bool allowMissing = false, CancellationToken cancellationToken = default)
    {
        var request = new Wire.DeleteDatasetRequest { Name = dataset.In("datasets"), AllowMissing = allowMissing, RequestId = ResourceNames.RequestId() };
        await _connection.Datasets.DeleteDatasetAsync(request, _connection.Call(cancellationToken)).ConfigureAwait(false);
    }

    private static async IAsyncEnumerable<Wire.UploadDatasetRequest> MessagesAsync(Wire.UploadDatasetHeader header, Stream lines, [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return new Wire.UploadDatasetRequest { Header = header };
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var offset = 0L;
        while (true)
        {
            var buffer = new byte[TensorPieces.PieceBytes];
            var count = await lines.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
            if (count == 0) break;
            sum.AppendData(buffer, 0, count);
            yield return new Wire.UploadDatasetRequest { Chunk = new Wire.DatasetChunk { Offset = offset, Data = UnsafeByteOperations.UnsafeWrap(buffer.AsMemory(0, count)) } };
            offset += count;
        }

        yield return new Wire.UploadDatasetRequest { Finish = new Wire.UploadDatasetFinish { ByteSize = offset, Sha256 = ByteString.CopyFrom(sum.GetHashAndReset()) } };
    }
}
