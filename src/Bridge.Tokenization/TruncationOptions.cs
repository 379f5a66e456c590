namespace Bridge.Tokenization;

/// <summary>How encodings are kept within a length. What is cut off comes as overflowing encodings.</summary>
/// <param name="MaxLength">Most tokens of an encoding, special tokens included.</param>
/// <param name="Strategy">Which text of a pair loses tokens.</param>
/// <param name="Stride">Tokens that an overflowing encoding repeats of the one before it; less than the tokens that remain for a text.</param>
/// <param name="Direction">The end at which tokens are cut off.</param>
public sealed record TruncationOptions(
    int MaxLength,
    TruncationStrategy Strategy = TruncationStrategy.LongestFirst,
    int Stride = 0,
    Side Direction = Side.Right);
