using Bridge.Core;

namespace Bridge.Engine.Jobs.Records;

/// <summary>The records of all jobs, a file each below the state folder. One engine at a time holds the folder, since the next one ends the jobs of the last.</summary>
internal sealed class JobRecords : IDisposable
{
    private const string Extension = ".jsonl";

    private readonly string _folder;
    private readonly FileStream _lock;
    private readonly Action<string, Exception>? _unexpected;

    /// <summary>Takes the folder. FAILED_PRECONDITION where another engine holds it.</summary>
    public JobRecords(string stateFolder, Action<string, Exception>? unexpected)
    {
        _unexpected = unexpected;
        _folder = Path.Combine(Path.GetFullPath(stateFolder), "jobs");
        try
        {
            Directory.CreateDirectory(_folder);
            // The lock goes with the process, however it ends.
            _lock = new FileStream(Path.Combine(_folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BridgeException(ErrorCode.FailedPrecondition, ErrorReason.ArgumentInvalid, $"state folder \"{stateFolder}\" cannot be used: another engine holds it, or it cannot be written ({error.Message})",
                new Dictionary<string, string> { ["state_folder"] = stateFolder, ["cause"] = error.Message }, inner: error);
        }
    }

    /// <summary>A record to be, written with its first event.</summary>
    public JobRecord New(JobHeader header) => new(Path.Combine(_folder, $"{header.Request.Model}.{header.Id}{Extension}"), header, _unexpected);

    /// <summary>What the last engine left. A file that cannot be read is told and skipped.</summary>
    public IReadOnlyList<(JobHeader Header, IReadOnlyList<JobEvent> Events)> Load()
    {
        var records = new List<(JobHeader, IReadOnlyList<JobEvent>)>();
        foreach (var path in Directory.EnumerateFiles(_folder, $"*{Extension}").Order(StringComparer.Ordinal))
        {
            try
            {
                var record = JobRecord.Read(path);
                if (Path.GetFileName(path) != $"{record.Header.Request.Model}.{record.Header.Id}{Extension}")
                    throw BridgeException.Corrupt($"\"{path}\" is of job \"{record.Header.Id}\" of model \"{record.Header.Request.Model}\"", ("path", path), ("training_job", record.Header.Id));
                records.Add(record);
            }
            catch (Exception error) when (error is BridgeException or IOException or UnauthorizedAccessException)
            {
                Skip(path, error);
            }
        }
        return records;
    }

    /// <summary>Tells of a record that is not used.</summary>
    public void Skip(JobHeader header, Exception error) => Skip($"{header.Request.Model}.{header.Id}{Extension}", error);

    private void Skip(string path, Exception error) => _unexpected?.Invoke($"the record of a training job, \"{path}\": it is skipped", error);

    public void Dispose() => _lock.Dispose();
}
