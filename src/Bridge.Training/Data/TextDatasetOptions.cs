namespace Bridge.Training.Data;

/// <summary>How rows become a dataset.</summary>
public sealed record TextDatasetOptions
{
    /// <summary>The JSON field that holds the text.</summary>
    public string TextField { get; init; } = "text";

    /// <summary>The JSON field that holds the second text of a pair, or null.</summary>
    public string? PairField { get; init; }

    /// <summary>The JSON field that holds an image in place of a text, or null: <c>{"bytes": base64}</c>, or a path where <see cref="ImageFolder"/> allows it.</summary>
    public string? ImageField { get; init; }

    /// <summary>The folder that paths of images start in and do not leave; null allows none.</summary>
    public string? ImageFolder { get; init; }

    /// <summary>The JSON field that holds the label; null reads no labels.</summary>
    public string? LabelField { get; init; } = "label";

    /// <summary>What the labels are; null decides by the first row: text or whole number, list, or number with a fraction.</summary>
    public LabelKind? Kind { get; init; }

    /// <summary>The classes and their ids (0 to count - 1); null numbers names in order of first appearance.</summary>
    public IReadOnlyDictionary<string, int>? LabelIds { get; init; }

    /// <summary>At most so many violations are listed; all are counted.</summary>
    public int MaxViolations { get; init; } = 50;

    /// <summary>What the data is called in messages, a file name for example.</summary>
    public string Name { get; init; } = "rows";
}
