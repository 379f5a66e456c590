namespace Bridge.Models.Heads;

/// <summary>What a declared network learns by.</summary>
public enum DeclaredLoss
{
    /// <summary>One class a row, or a token.</summary>
    CrossEntropy,

    /// <summary>A number a row; the network ends with size 1.</summary>
    SquaredError,

    /// <summary>Classes that are independent of each other, a row.</summary>
    BinaryCrossEntropy,
}
