using System.Text.Json;
using Bridge.Checkpoints;
using Bridge.Training.Events;

namespace Bridge.Engine.Jobs.Records;

/// <summary>
/// The file of one job: a header and a line for each event. It is made whole; events are added as they come, a whole line at a time, so that a killed process leaves half a line at most, which
/// reading passes over. States go to the disk before anybody is told of them. When it holds twice what is kept it is written anew. A file that cannot be written is given up, training goes on.
/// </summary>
internal sealed class JobRecord(string path, JobHeader header, Action<string, Exception>? unexpected) : IDisposable
{
    private const byte NewLine = (byte)'\n';
    private const int Capacity = EventLog.DefaultCapacity;

    private readonly Lock _gate = new();
    private JobHeader _header = header;
    private FileStream? _open;
    private int _lines;
    private bool _gone;

    /// <summary>Adds an event; <paramref name="kept"/> tells those that are kept with it, oldest first.</summary>
    public void Append(JobEvent item, Func<IEnumerable<JobEvent>> kept)
    {
        lock (_gate)
        {
            if (_gone) return;
            try
            {
                if (item is JobStateChanged { State: TrainingJobState.Running }) _header = _header with { StartTime = item.Time };
                var last = item is JobStateChanged { State: >= TrainingJobState.Succeeded };
                if (_open is null || last || _lines >= 2 * Capacity) WriteWhole(kept());
                else WriteLine(item);
                if (last) Close();
            }
            catch (Exception error) when (error is Core.BridgeException or IOException or UnauthorizedAccessException)
            {
                _gone = true;
                Close();
                unexpected?.Invoke($"the record of a training job, \"{path}\": it is not kept any further", error);
            }
        }
    }

    /// <summary>Removes the file.</summary>
    public void Delete()
    {
        lock (_gate)
        {
            _gone = true;
            Close();
            File.Delete(path);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _gone = true;
            Close();
        }
    }

    /// <summary>The header and events of a file. CHECKPOINT_CORRUPT, CHECKPOINT_MISMATCH.</summary>
    public static (JobHeader Header, IReadOnlyList<JobEvent> Events) Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        JobHeader? header = null;
        var events = new List<JobEvent>();
        try
        {
            // What follows the last line's end is half a line.
            for (var (start, end) = (0, Array.IndexOf(bytes, NewLine)); end >= 0; (start, end) = (end + 1, Array.IndexOf(bytes, NewLine, end + 1)))
            {
                var line = bytes.AsSpan(start, end - start);
                if (header is null) header = Known(path, JsonSerializer.Deserialize(line, JobJson.Default.JobHeader));
                else events.Add(JsonSerializer.Deserialize(line, JobJson.Default.JobLine)?.Event ?? throw new JsonException($"the line at byte {start} holds no event"));
            }
        }
        catch (JsonException error)
        {
            throw Core.BridgeException.Corrupt($"\"{path}\" is damaged: {error.Message}", ("path", path), ("cause", error.Message));
        }
        return header is not null && events.Count > 0 ? (header, events) : throw Core.BridgeException.Corrupt($"\"{path}\" ends before its first event", ("path", path), ("byte_size", bytes.Length));
    }

    private static JobHeader Known(string path, JobHeader? header) => header is { Format: JobHeader.CurrentFormat }
        ? header
        : throw Core.BridgeException.Precondition(Core.ErrorReason.CheckpointMismatch, $"\"{path}\" has format {header?.Format}; this build reads format {JobHeader.CurrentFormat}",
            ("path", path), ("format", header?.Format), ("known_format", JobHeader.CurrentFormat));

    private void WriteWhole(IEnumerable<JobEvent> events)
    {
        Close();
        _lines = 0;
        AtomicFile.Write(path, stream =>
        {
            JsonSerializer.Serialize(stream, _header, JobJson.Default.JobHeader);
            stream.WriteByte(NewLine);
            foreach (var item in events) Write(stream, item);
        });
        // Without a buffer: a line is one write.
        _open = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    private void WriteLine(JobEvent item)
    {
        Write(_open!, item);
        if (item is JobStateChanged) _open!.Flush(flushToDisk: true);
    }

    private void Write(Stream stream, JobEvent item)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(JobLine.Of(item), JobJson.Default.JobLine), NewLine];
        stream.Write(line);
        _lines++;
    }

    private void Close()
    {
        _open?.Dispose();
        _open = null;
    }
}
