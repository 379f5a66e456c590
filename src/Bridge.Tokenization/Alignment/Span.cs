namespace Bridge.Tokenization.Alignment;

/// <summary>A stretch of the original text in code points, the end not included.</summary>
internal readonly record struct Span(int Start, int End);
