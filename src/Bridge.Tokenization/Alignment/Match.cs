namespace Bridge.Tokenization.Alignment;

/// <summary>A stretch that a pattern found, or one between two of them. Together they cover a text.</summary>
internal readonly record struct Match(int Start, int End, bool IsMatch);
