namespace Bridge.Adapters.Composing;

/// <summary>Keys and values (rows, heads, keys, size), bias of the scores (rows, 1, 1, keys) or null, and the attention's input (rows, length, hidden).</summary>
internal readonly record struct PrefixState(Tensor Key, Tensor Value, Tensor? Bias, Tensor Hidden);
