using Bridge.Core;
using Bridge.Torch.Autograd;
using Bridge.Torch.Native;
using static TorchSharp.torch;

namespace Bridge.Torch;

/// <summary>Scaled dot-product attention (Vaswani et al. 2017) with dropout on its probabilities: dropout(softmax(s q k^T + bias)) v.</summary>
public static class Attention
{
    /// <summary>q (rows, heads, queries, size), k and v (rows, heads, keys, size): (rows, heads, queries, size).</summary>
    /// <param name="q">Queries.</param>
    /// <param name="k">Keys.</param>
    /// <param name="v">Values.</param>
    /// <param name="bias">Added to the scores, broadcast to (rows, heads, queries, keys), or null.</param>
    /// <param name="scale">s; 1 / sqrt(size) as a rule.</param>
    /// <param name="dropout">Probability to drop; 0 for none.</param>
    /// <param name="source">What dropout draws from; unused without dropout.</param>
    /// <param name="execution">Which form runs.</param>
    public static Tensor Apply(
        Tensor q, Tensor k, Tensor v, Tensor? bias, double scale, double dropout = 0, RandomSource? source = null, Execution execution = Execution.Fused)
    {
        if (dropout > 0 && source is null)
            throw BridgeException.Of(ErrorCode.Internal, ErrorReason.InvariantBroken, "attention: dropout without a random source");
        if (execution == Execution.Composite || dropout <= 0 || !Dropout.Supports(q) || bias is { requires_grad: true })
            return Composite(q, k, v, bias, scale, dropout, source, execution);
        var node = FunctionNode.IsRecorded(q, k, v) ? new AttentionNode(q, k, v, bias, scale, dropout, source!.Seed) : null;
        using var off = new NoGrad();
        using var scope = NewDisposeScope();
        var probabilities = Probabilities(Heads(q), Heads(k), bias, scale, q.shape[0]);
        Dropout.RunInPlace(probabilities, dropout, source!.Seed);
        var output = probabilities.bmm(Heads(v)).view(q.shape[0], q.shape[1], q.shape[2], v.shape[3]).MoveToOuterDisposeScope();
        return node is null ? output : node.Attach(output, q, k, v).MoveToOuterDisposeScope();
    }

    /// <summary>The probabilities softmax(s q k^T + bias), (rows, heads, queries, keys), for those who want to see them; as <see cref="Apply"/> without dropout.</summary>
    public static Tensor Weights(Tensor q, Tensor k, Tensor? bias, double scale)
    {
        using var scope = NewDisposeScope();
        var scores = (q * scale).matmul(k.transpose(-1, -2));
        return (bias is null ? scores : scores + bias).softmax(-1).MoveToOuterDisposeScope();
    }

    /// <summary>(rows, heads, length, size) to (rows * heads, length, size).</summary>
    internal static Tensor Heads(Tensor x) => x.reshape(x.shape[0] * x.shape[1], x.shape[2], x.shape[3]);

    /// <summary>softmax(s q k^T + bias), (rows * heads, queries, keys), contiguous.</summary>
    internal static Tensor Probabilities(Tensor q, Tensor k, Tensor? bias, double scale, long rows)
    {
        using var turned = k.transpose(1, 2);
        using var scores = q.bmm(turned).mul_(scale);
        if (bias is not null)
            using (var split = scores.view(rows, -1, scores.shape[1], scores.shape[2])) split.add_(bias);
        return scores.softmax(-1);
    }

    private static Tensor Composite(Tensor q, Tensor k, Tensor v, Tensor? bias, double scale, double dropout, RandomSource? source, Execution execution)
    {
        // libtorch's own scale is 1 / sqrt(size); another one goes into the queries.
        var usual = Math.Abs(scale * Math.Sqrt(q.shape[3]) - 1) < 1e-12;
        if (dropout <= 0 && usual) return nn.functional.scaled_dot_product_attention(q, k, v, bias);
        using var scope = NewDisposeScope();
        var scores = (q * scale).matmul(k.transpose(-1, -2));
        if (bias is not null) scores = scores + bias;
        var probabilities = scores.softmax(-1);
        if (dropout > 0) probabilities = Dropout.Apply(probabilities, dropout, source!, execution);
        return probabilities.matmul(v).MoveToOuterDisposeScope();
    }
}
