namespace Bridge.Engine;

/// <summary>What a head says of one text.</summary>
/// <param name="LabelId">The label of highest score, or -1 for regression and where several labels may hold.</param>
/// <param name="Label">Its name.</param>
/// <param name="Scores">Softmax over labels; for independent labels a sigmoid each; for regression the value itself.</param>
/// <param name="Logits">The head's outputs.</param>
/// <param name="TokenCount">Tokens of the text, special ones included; of an image its patches and the first token.</param>
/// <param name="Truncated">Whether the text was cut.</param>
public sealed record Classification(int LabelId, string Label, IReadOnlyList<float> Scores, IReadOnlyList<float> Logits, int TokenCount, bool Truncated);
