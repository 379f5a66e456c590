using System.Text.Json;

namespace Goldens.Running;

/// <summary>All results of a run.</summary>
public sealed class GoldenReport
{
    private readonly List<GoldenResult> _results = [];

    /// <summary>In the order they ran.</summary>
    public IReadOnlyList<GoldenResult> Results => _results;

    /// <summary>How many passed.</summary>
    public int Passed => Count(GoldenStatus.Passed);

    /// <summary>How many failed.</summary>
    public int Failed => Count(GoldenStatus.Failed);

    /// <summary>How many could not run.</summary>
    public int Unsupported => Count(GoldenStatus.Unsupported);

    /// <summary>Keeps a result.</summary>
    public void Add(GoldenResult result) => _results.Add(result);

    /// <summary>Writes the report as JSON.</summary>
    public void Write(string file)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder) Directory.CreateDirectory(folder);
        using var stream = File.Create(file);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("passed", Passed);
        json.WriteNumber("failed", Failed);
        json.WriteNumber("unsupported", Unsupported);
        json.WriteStartArray("cases");
        foreach (var result in _results)
        {
            json.WriteStartObject();
            json.WriteString("case", result.Case);
            json.WriteString("status", result.Status.ToString().ToLowerInvariant());
            json.WriteString("why", result.Why);
            json.WriteNumber("seconds", Math.Round(result.Seconds, 4));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private int Count(GoldenStatus status) => _results.Count(r => r.Status == status);
}
