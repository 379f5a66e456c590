namespace AdapterBridge.Client;

/// <summary>How rows of JSON are read.</summary>
public sealed record DatasetSchema
{
    /// <summary>The field that holds the text.</summary>
    public string TextField { get; init; } = "text";

    /// <summary>The field that holds the second text of a pair; null for none.</summary>
    public string? PairField { get; init; }

    /// <summary>The field that holds an image, in place of a text; null for texts.</summary>
    public string? ImageField { get; init; }

    /// <summary>The field that holds the label.</summary>
    public string LabelField { get; init; } = "label";

    /// <summary>What labels are.</summary>
    public LabelKind LabelKind { get; init; }

    /// <summary>The ids of the labels, by name; empty numbers names in the order in which they appear.</summary>
    public IReadOnlyDictionary<string, int> LabelIds { get; init; } = new Dictionary<string, int>();

    /// <summary>Names of the labels, in the order of their ids.</summary>
    public IReadOnlyList<string> Labels
    {
        get => [.. LabelIds.OrderBy(l => l.Value).Select(l => l.Key)];
        init => LabelIds = value.Index().ToDictionary(l => l.Item, l => l.Index);
    }

    internal static DatasetSchema From(Wire.DatasetSchema? m) => m is null ? new() : new()
    {
        TextField = m.TextField, PairField = m.PairField.Length > 0 ? m.PairField : null, ImageField = m.ImageField.Length > 0 ? m.ImageField : null, LabelField = m.LabelField, LabelKind = (LabelKind)m.LabelKind, LabelIds = m.LabelIds.ToDictionary(),
    };

    internal Wire.DatasetSchema ToMessage()
    {
        var m = new Wire.DatasetSchema { TextField = TextField, PairField = PairField ?? "", ImageField = ImageField ?? "", LabelField = LabelField, LabelKind = (Wire.LabelKind)LabelKind };
        foreach (var (label, id) in LabelIds) m.LabelIds[label] = id;
        return m;
    }
}
