namespace Bridge.Models.Heads;

/// <summary>
/// Classes of a whole sequence from its first token: dropout, dense, activation for each layer but the last, then dropout and the projection to the labels. One label is
/// regression (mean squared error), <paramref name="Multilabel"/> is one yes or no a label (binary cross-entropy), else cross-entropy.
/// </summary>
/// <param name="NumLabels">How many labels, at least 1.</param>
/// <param name="Layers">How many linear maps, at least 1.</param>
/// <param name="ActivationFunction">Between layers, by name; null for none.</param>
/// <param name="Multilabel">Whether labels are independent of each other.</param>
/// <param name="UsePooler">Whether the pooled output stands in place of the first token's hidden state.</param>
/// <param name="Bias">Whether the last projection has a bias.</param>
/// <param name="DropoutProb">Dropout; null takes the model's.</param>
public sealed record ClassificationHeadConfig(
    int NumLabels = 2,
    int Layers = 2,
    string? ActivationFunction = "tanh",
    bool Multilabel = false,
    bool UsePooler = false,
    bool Bias = true,
    double? DropoutProb = null) : HeadConfig
{
    /// <summary>Whether it is of the kind for images, which computes the same.</summary>
    public bool Image { get; init; }

    /// <summary>Whether the last token that is not padding stands for the sequence, as in model classes with one fixed head; else what the model's description says.</summary>
    public bool RightmostToken { get; init; }

    /// <inheritdoc/>
    public override string HeadType => Image ? "image_classification" : Multilabel ? "multilabel_classification" : "classification";
}
