namespace AdapterBridge.Client;

/// <summary>What the labels of a dataset are. A newer server may have further values.</summary>
public enum LabelKind
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
}
