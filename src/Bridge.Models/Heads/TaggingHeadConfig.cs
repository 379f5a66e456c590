namespace Bridge.Models.Heads;

/// <summary>A class for each token: dropout, dense, activation for each layer but the last, then dropout and the projection to the labels. Loss: cross-entropy.</summary>
/// <param name="NumLabels">How many labels, at least 1.</param>
/// <param name="Layers">How many linear maps, at least 1.</param>
/// <param name="ActivationFunction">Between layers, by name; null for none.</param>
/// <param name="DropoutProb">Dropout; null takes the model's.</param>
public sealed record TaggingHeadConfig(int NumLabels = 2, int Layers = 1, string? ActivationFunction = "tanh", double? DropoutProb = null) : HeadConfig
{
    /// <inheritdoc/>
    public override string HeadType => "tagging";
}
