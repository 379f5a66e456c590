namespace Bridge.Tokenization.Alignment;

/// <summary>What the model sees at once: a word, or an added token found in the text.</summary>
/// <param name="Text">The piece.</param>
/// <param name="AddedId">The added token's id; -1 for a word.</param>
internal readonly record struct Piece(AlignedText Text, int AddedId);
