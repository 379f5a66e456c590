namespace Bridge.Models.Description;

/// <summary>The token whose hidden state stands for the sequence in heads.</summary>
public enum SummaryToken
{
    /// <summary>The first one.</summary>
    First,

    /// <summary>
    /// The one numbered like the count of tokens that are not padding, less one (of all without a padding token): as the reference library takes it, so for sequences padded
    /// on the left it is not the last token.
    /// </summary>
    Last,

    /// <summary>The decoder's state where the encoder's ids have their last end-of-sequence token; all rows must have as many.</summary>
    LastEndOfSequence,
}
