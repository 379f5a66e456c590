namespace Bridge.Engine;

/// <summary>What the labels of a dataset are.</summary>
public enum DatasetLabelKind
{
    /// <summary>Decided by the first row.</summary>
    Unspecified = 0,

    /// <summary>No labels: rows to predict.</summary>
    None = 1,

    /// <summary>One class a row.</summary>
    Single = 2,

    /// <summary>Any number of classes a row.</summary>
    Multiple = 3,

    /// <summary>One number a row.</summary>
    Score = 4,

    /// <summary>One class a word of rows that are given as lists of words.</summary>
    Tags = 5,
}
