namespace Bridge.Training.Data;

/// <summary>Checked rows of text, or of images, with their labels resolved. Immutable.</summary>
public sealed class TextDataset
{
    internal TextDataset(string name, IReadOnlyList<TextRow> rows, Targets targets, IReadOnlyDictionary<string, int> labelIds) =>
        (Name, Rows, Targets, LabelIds) = (name, rows, targets, labelIds);

    /// <summary>What it is called in messages.</summary>
    public string Name { get; }

    /// <summary>The rows, in the order given.</summary>
    public IReadOnlyList<TextRow> Rows { get; }

    /// <summary>The labels, one entry a row.</summary>
    public Targets Targets { get; }

    /// <summary>Class names and ids, by id; empty where there are no classes.</summary>
    public IReadOnlyDictionary<string, int> LabelIds { get; }

    /// <summary>Whether rows hold images, not texts.</summary>
    public bool HasImages => Rows.Count > 0 && Rows[0].Image is not null;

    /// <summary>Rows held in memory. All violations come in one DATA_INVALID.</summary>
    public static TextDataset FromRows(IEnumerable<TextRow> rows, TextDatasetOptions? options = null)
    {
        options ??= new TextDatasetOptions();
        var violations = new ViolationList(options);
        var list = rows.ToArray();
        return LabelResolver.Resolve(list, i => $"rows[{i}]", options, violations);
    }

    /// <summary>
    /// A file of one JSON object a line (JSON Lines, UTF-8). Blank lines are skipped, fields that nobody asked for are ignored.
    /// All violations come in one DATA_INVALID, each with its line; FILE_NOT_FOUND where there is no file.
    /// </summary>
    public static TextDataset FromJsonLines(string path, TextDatasetOptions? options = null)
    {
        options = (options ?? new TextDatasetOptions()) with { Name = options is null or { Name: "rows" } ? Path.GetFileName(path) : options.Name };
        var violations = new ViolationList(options);
        var (rows, lines) = JsonLinesReader.Read(path, options, violations);
        return LabelResolver.Resolve(rows, i => $"line[{lines[i]}]", options, violations);
    }
}
