namespace Bridge.Tokenization;

/// <summary>Which text of a pair loses tokens.</summary>
public enum TruncationStrategy
{
    /// <summary>The longer one, until both are of one length; then both.</summary>
    LongestFirst = 0,

    /// <summary>Only the first.</summary>
    OnlyFirst = 1,

    /// <summary>Only the second.</summary>
    OnlySecond = 2,
}
