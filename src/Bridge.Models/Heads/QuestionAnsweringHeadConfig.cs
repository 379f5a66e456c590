namespace Bridge.Models.Heads;

/// <summary>Where an answer begins and ends: two numbers a token. Loss: the mean of the cross-entropies of the first and the last token's position.</summary>
/// <param name="NumLabels">2: begin and end.</param>
/// <param name="Layers">How many linear maps, at least 1.</param>
/// <param name="ActivationFunction">Between layers, by name; null for none.</param>
/// <param name="DropoutProb">Dropout; null takes the model's.</param>
public sealed record QuestionAnsweringHeadConfig(int NumLabels = 2, int Layers = 1, string? ActivationFunction = "tanh", double? DropoutProb = null) : HeadConfig
{
    /// <inheritdoc/>
    public override string HeadType => "question_answering";
}
