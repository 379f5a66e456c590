namespace Bridge.Training.Data;

/// <summary>What the labels of a dataset are.</summary>
public enum LabelKind
{
    /// <summary>No labels: rows to predict.</summary>
    None = 0,

    /// <summary>One class a row.</summary>
    Single = 1,

    /// <summary>Any number of classes a row.</summary>
    Multiple = 2,

    /// <summary>One number a row.</summary>
    Score = 3,

    /// <summary>One class a word of a row that is given as a list of words.</summary>
    Tags = 4,

    /// <summary>The tokens of the row, or of its second text: what a language model predicts.</summary>
    Tokens = 5,
}
