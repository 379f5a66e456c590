namespace Bridge.Models.Slots;

/// <summary>Keys and values (rows, heads, keys, head size) and the bias added to the scores (rows, 1 or heads, 1 or queries, keys), null where nothing is masked.</summary>
public readonly record struct AttentionState(Tensor Key, Tensor Value, Tensor? Bias);
