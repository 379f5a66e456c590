using Bridge.Torch.Parameters;

namespace Bridge.Adapters.Averaging;

/// <summary>The tensors of an average of adapters.</summary>
internal sealed class AverageParameterSource(IReadOnlyList<(Adapter Adapter, double Weight)> parts, AverageStrategy strategy, int? rank)
    : CombinedParameterSource([.. parts.Select(p => ((IReadOnlyList<Tensor>)[.. p.Adapter.Parameters.Values], p.Weight))])
{
    protected override Tensor Combine(int at, string name) => strategy switch
    {
        AverageStrategy.DeltaSvd when name.EndsWith("lora_A", StringComparison.Ordinal) => Split(at).A,
        AverageStrategy.DeltaSvd when name.EndsWith("lora_B", StringComparison.Ordinal) => Split(at - 1).B,
        AverageStrategy.NegateB when name.EndsWith("lora_A", StringComparison.Ordinal) => Sum(at, Math.Abs),
        _ => base.Combine(at, name),
    };

    // The weighted change U S V^T cut to the rank: A = V^T, B = U S.
    private (Tensor A, Tensor B) Split(int at)
    {
        var delta = Parts.Select(p => p.Tensors[at + 1].matmul(p.Tensors[at]) * p.Weight).Aggregate((sum, next) => sum + next);
        var (u, s, v) = linalg.svd(delta, fullMatrices: false);
        var kept = Math.Min(rank!.Value, s.shape[0]);
        return (v.narrow(0, 0, kept), u.narrow(1, 0, kept) * s.narrow(0, 0, kept));
    }
}
