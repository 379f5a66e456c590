using Bridge.Core;
using Bridge.Engine.Storage;
using Bridge.Engine.Values;

namespace Bridge.Engine;

/// <summary>
/// Files that arrive in pieces and may be continued after a broken connection. Pieces continue what has arrived (OFFSET_MISMATCH); at the end every length
/// and sum is compared (CHECKSUM_MISMATCH). Uploads that nobody continues are forgotten after a day.
/// </summary>
public sealed class UploadCatalog
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Parent, string Id), Upload> _uploads = [];
    private readonly WorkFolder _work;
    private readonly TimeProvider _time;
    private readonly long _maxBytes;

    internal UploadCatalog(WorkFolder work, TimeProvider time, long maxBytes) => (_work, _time, _maxBytes) = (work, time, maxBytes);

    /// <summary>Opens an upload, new or begun before. Exactly one caller holds it at a time (MODEL_BUSY for the second).</summary>
    /// <param name="parent">What the upload belongs to.</param>
    /// <param name="id">Chosen by the client.</param>
    /// <param name="allowed">The names that files may have.</param>
    public Upload Open(string parent, string id, IReadOnlyCollection<string> allowed)
    {
        ResourceIds.Check(id, "upload_id");
        lock (_gate)
        {
            Forget();
            if (!_uploads.TryGetValue((parent, id), out var upload)) _uploads[(parent, id)] = upload = new Upload(id, _work.New("upload"), allowed, _maxBytes, _time);
            upload.Take();
            return upload;
        }
    }

    /// <summary>The files of an upload as far as they have arrived, and whether it was finished. FILE_NOT_FOUND where there is none.</summary>
    public (IReadOnlyList<StoredFile> Files, bool Complete) Status(string parent, string id)
    {
        lock (_gate)
        {
            if (!_uploads.TryGetValue((parent, id), out var upload))
                throw BridgeException.NotFound(ErrorReason.FileNotFound, $"{parent} has no upload \"{id}\"", ("parent", parent), ("upload_id", id));
            return (upload.Complete ? [] : StoredFile.In(upload.Folder), upload.Complete);
        }
    }

    private void Forget()
    {
        foreach (var (key, upload) in _uploads.ToArray())
        {
            if (!upload.IsIdle(_time.GetUtcNow() - Lifetime)) continue;
            _uploads.Remove(key);
            WorkFolder.Delete(upload.Folder);
        }
    }
}
