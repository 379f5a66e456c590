namespace Bridge.Training.Data;

/// <summary>One row of text, or of an image, as it was given.</summary>
/// <param name="Text">The text.</param>
/// <param name="Pair">The second text of a pair, or null.</param>
/// <param name="Label">The label, or null for rows to predict.</param>
public sealed record TextRow(string Text, string? Pair = null, Label? Label = null)
{
    /// <summary>The words that the text is made of, separated by blanks, where it was given so; null for running text.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    /// <summary>The image that stands in place of a text, or null.</summary>
    public RowImage? Image { get; init; }

    /// <summary>A row of an image.</summary>
    public static TextRow OfImage(RowImage image, Label? label = null) => new("", null, label) { Image = image };

    /// <summary>A row of words with a class for each.</summary>
    public static TextRow OfWords(IReadOnlyList<string> words, Label? label = null) => new(string.Join(' ', words), null, label) { Words = words };
}
