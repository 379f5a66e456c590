namespace Bridge.Tokenization.Alignment;

/// <summary>Knows how the tokens of a model's type lie one after the other in a word.</summary>
internal interface ITokenWalker
{
    /// <summary>Lays tokens over a word.</summary>
    /// <param name="word">The word's code points.</param>
    /// <param name="ids">The ids from this word's first on; those of later words follow.</param>
    /// <param name="spans">Receives start and end in the word of each token.</param>
    /// <returns>How many tokens the word has; -1 where they do not fit it.</returns>
    int Walk(ReadOnlySpan<int> word, ReadOnlySpan<int> ids, List<Span> spans);
}
