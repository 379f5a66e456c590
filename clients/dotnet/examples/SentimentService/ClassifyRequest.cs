namespace SentimentService;

/// <summary>Texts to label, with an adapter other than the configured one where that is wanted.</summary>
public sealed record ClassifyRequest(IReadOnlyList<string>? Texts, string? Adapter = null);
