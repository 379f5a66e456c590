namespace Bridge.Training.Evaluation;

/// <summary>What a model makes of a dataset.</summary>
public sealed record EvaluationResult
{
    /// <summary>Metrics, the loss among them; empty for data without labels.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>Outputs of the head, row by row in the data's order. // (rows, outputs)</summary>
    public required float[] Logits { get; init; }

    /// <summary>How many outputs a row.</summary>
    public required int Outputs { get; init; }

    /// <summary>The class of largest logit a row, the first of equals; empty for numbers and for several classes a row.</summary>
    public required IReadOnlyList<int> Predictions { get; init; }
}
