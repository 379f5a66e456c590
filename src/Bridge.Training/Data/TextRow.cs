namespace Bridge.Training.Data;

/// <summary>One row of text as it was given.</summary>
/// <param name="Text">The text.</param>
/// <param name="Pair">The second text of a pair, or null.</param>
/// <param name="Label">The label, or null for rows to predict.</param>
public sealed record TextRow(string Text, string? Pair = null, Label? Label = null);
