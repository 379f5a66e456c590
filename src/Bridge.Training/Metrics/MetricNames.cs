namespace Bridge.Training.Metrics;

/// <summary>Names under which metrics are reported.</summary>
public static class MetricNames
{
    /// <summary>Mean loss; less is better.</summary>
    public const string Loss = "loss";

    /// <summary>Share of rows that are right (for several classes a row: all of them right).</summary>
    public const string Accuracy = "accuracy";

    /// <summary>F1 of class 1, for two classes.</summary>
    public const string F1 = "f1";

    /// <summary>Mean of the classes' F1.</summary>
    public const string F1Macro = "f1_macro";

    /// <summary>F1 over all decisions together.</summary>
    public const string F1Micro = "f1_micro";

    /// <summary>Precision of class 1 for two classes, else the mean over classes.</summary>
    public const string Precision = "precision";

    /// <summary>Recall of class 1 for two classes, else the mean over classes.</summary>
    public const string Recall = "recall";

    /// <summary>Matthews' correlation coefficient.</summary>
    public const string Matthews = "matthews";

    /// <summary>Pearson's correlation.</summary>
    public const string Pearson = "pearson";

    /// <summary>Spearman's rank correlation, ties at their mean rank.</summary>
    public const string Spearman = "spearman";

    /// <summary>Mean squared error; less is better.</summary>
    public const string MeanSquaredError = "mse";

    /// <summary>The exponential of the mean loss over tokens; less is better.</summary>
    public const string Perplexity = "perplexity";

    /// <summary>Whether less is better.</summary>
    public static bool LessIsBetter(string metric) => metric is Loss or MeanSquaredError or Perplexity;

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Loss, Accuracy, F1, F1Macro, F1Micro, Precision, Recall, Matthews, Pearson, Spearman, MeanSquaredError, Perplexity];
}
