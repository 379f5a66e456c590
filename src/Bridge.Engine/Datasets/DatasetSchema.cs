namespace Bridge.Engine;

/// <summary>How rows of JSON objects are read.</summary>
public sealed record DatasetSchema
{
    /// <summary>The field that holds the text.</summary>
    public string TextField { get; init; } = "text";

    /// <summary>The field that holds the second text of a pair, or null.</summary>
    public string? PairField { get; init; }

    /// <summary>The field that holds an image, in place of a text, or null: <c>{"bytes": base64}</c>, or in a file a path below its folder.</summary>
    public string? ImageField { get; init; }

    /// <summary>The field that holds the label.</summary>
    public string LabelField { get; init; } = "label";

    /// <summary>What labels are; unspecified decides by the first row.</summary>
    public DatasetLabelKind LabelKind { get; init; }

    /// <summary>Ids of the labels by name; empty: numbered as they appear.</summary>
    public IReadOnlyDictionary<string, int> LabelIds { get; init; } = new Dictionary<string, int>();
}
