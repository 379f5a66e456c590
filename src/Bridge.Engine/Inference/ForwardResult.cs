namespace Bridge.Engine;

/// <summary>What a forward pass gave.</summary>
/// <param name="Outputs">
/// Tensors by name: <c>logits</c> (several heads: <c>logits.HEAD</c>), <c>last_hidden_state</c>, <c>pooler_output</c>, <c>hidden_states.0</c> and so on.
/// </param>
/// <param name="Adapters">The adapters that acted, with the versions that answered; empty for the base model.</param>
/// <param name="Heads">The heads that ran.</param>
/// <param name="ComputeTime">Time on the thread that computed.</param>
public sealed record ForwardResult(
    IReadOnlyDictionary<string, TensorValue> Outputs,
    IReadOnlyList<AdapterUse> Adapters,
    IReadOnlyList<string> Heads,
    TimeSpan ComputeTime);
