namespace SentimentService;

/// <summary>The best label of a text.</summary>
public sealed record LabelledText(string Label, double Score);
