namespace Bridge.Tokenization.Alignment;

/// <summary>A code point of a new text: 0 replaces one of the old, 1 is inserted, -n replaces one and removes the n that follow it.</summary>
internal readonly record struct Change(int Rune, int Kind);
