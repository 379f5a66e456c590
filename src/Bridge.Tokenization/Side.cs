namespace Bridge.Tokenization;

/// <summary>The end of a sequence at which tokens are added or taken away.</summary>
public enum Side
{
    /// <summary>At the end.</summary>
    Right = 0,

    /// <summary>At the beginning.</summary>
    Left = 1,
}
