namespace AdapterBridge.Client;

/// <summary>A batch run without dropout, changing nothing.</summary>
/// <param name="Step">Optimizer steps done before.</param>
/// <param name="Loss">Mean loss over the targets of the batch; null without labels.</param>
/// <param name="TokenCount">Tokens of the batch without padding.</param>
/// <param name="Logits">The head's outputs; null where nobody asked.</param>
public sealed record BatchEvaluation(long Step, double? Loss, long TokenCount, Tensor? Logits);
