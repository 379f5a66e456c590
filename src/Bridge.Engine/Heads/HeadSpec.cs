namespace Bridge.Engine;

/// <summary>A head: a classification head over the first token, with the reference library's keys and defaults, or any kind as JSON.</summary>
public sealed record HeadSpec
{
    /// <summary>How many labels; 1 is regression.</summary>
    public int NumLabels { get; init; } = 2;

    /// <summary>How many linear maps.</summary>
    public int Layers { get; init; } = 2;

    /// <summary>Between them, by name; null for none.</summary>
    public string? ActivationFunction { get; init; } = "tanh";

    /// <summary>Whether labels are independent of each other.</summary>
    public bool Multilabel { get; init; }

    /// <summary>Whether the pooled output stands in place of the first token's state.</summary>
    public bool UsePooler { get; init; }

    /// <summary>Whether the last map has a bias.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>Dropout; null takes the model's.</summary>
    public double? DropoutProb { get; init; }

    /// <summary>The <c>config</c> object of a head_config.json, which then says everything; <c>{"head_type": "own"}</c> is the head that the model's checkpoint brings along; null for a classification head.</summary>
    public string? Json { get; init; }

    /// <summary>Names of the labels by id, or null.</summary>
    public IReadOnlyList<string>? Labels { get; init; }
}
