namespace Bridge.Models.Heads;

/// <summary>One of several inputs: a number for each row, then cross-entropy over <paramref name="NumChoices"/> rows that follow one another.</summary>
/// <param name="NumChoices">How many rows make one question.</param>
/// <param name="Layers">How many linear maps, at least 1.</param>
/// <param name="ActivationFunction">Between layers, by name; null for none.</param>
/// <param name="UsePooler">Whether the pooled output stands in place of the first token's hidden state.</param>
/// <param name="DropoutProb">Dropout; null takes the model's.</param>
public sealed record MultipleChoiceHeadConfig(int NumChoices = 2, int Layers = 2, string? ActivationFunction = "tanh", bool UsePooler = false, double? DropoutProb = null) : HeadConfig
{
    /// <inheritdoc/>
    public override string HeadType => "multiple_choice";
}
