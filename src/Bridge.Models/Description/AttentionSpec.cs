namespace Bridge.Models.Description;

/// <summary>One attention: heads of queries, size of a head, biases of the projections, dropout of the probabilities.</summary>
public sealed record AttentionSpec(int Heads, int HeadSize, bool Bias, double Dropout);
