using Bridge.Core;
using Bridge.Torch.Autograd;
using Bridge.Torch.Native;
using static TorchSharp.torch;

namespace Bridge.Torch;

/// <summary>A frozen linear map with a low-rank update (Hu et al. 2021, arXiv:2106.09685): y = x W^T + b + s (x A^T) B^T, as one node.</summary>
public static class LoraLinear
{
    /// <summary>x (..., in), weight (out, in), bias (out) or null, a (rank, in), b (out, rank): (..., out).</summary>
    /// <param name="x">Input of the frozen map.</param>
    /// <param name="weight">Frozen weight.</param>
    /// <param name="bias">Frozen bias.</param>
    /// <param name="a">Down projection.</param>
    /// <param name="b">Up projection.</param>
    /// <param name="scale">s; alpha / rank as a rule.</param>
    /// <param name="loraInput">Input of the update where it is another than <paramref name="x"/>: x after dropout.</param>
    /// <param name="execution">Which form runs.</param>
    public static Tensor Apply(
        Tensor x, Tensor weight, Tensor? bias, Tensor a, Tensor b, double scale, Tensor? loraInput = null, Execution execution = Execution.Fused)
    {
        Check(weight, a, b);
        if (execution == Execution.Composite || !OneDnn.Supports(x, weight, bias) || !OneDnn.Supports(loraInput ?? x, a, null) || b.dtype != x.dtype
            || weight.requires_grad || bias is { requires_grad: true })
            return Composite(x, weight, bias, a, b, scale, loraInput);
        if (!FunctionNode.IsRecorded(x, loraInput, a, b))
        {
            using var product = Product(loraInput ?? x, a);
            return Sum(x, weight, bias, product, b, scale);
        }
        using var hidden = Product(loraInput ?? x, a);
        var node = new LoraNode(weight, loraInput ?? x, hidden, a, b, scale, loraInput is not null);
        return node.Attach(Sum(x, weight, bias, hidden, b, scale), x, a, b, loraInput);
    }

    // (rows, rank)
    private static Tensor Product(Tensor x, Tensor a)
    {
        using var off = new NoGrad();
        using var flat = x.reshape(-1, a.shape[1]);
        using var turned = a.t();
        return flat.mm(turned);
    }

    private static Tensor Sum(Tensor x, Tensor weight, Tensor? bias, Tensor product, Tensor b, double scale)
    {
        var y = OneDnn.Linear(x, weight, bias);
        using var off = new NoGrad();
        using var flat = y.view(-1, weight.shape[0]);
        using var turned = b.t();
        flat.addmm_(product, turned, alpha: (float)scale);
        return y;
    }

    private static Tensor Composite(Tensor x, Tensor weight, Tensor? bias, Tensor a, Tensor b, double scale, Tensor? loraInput)
    {
        using var y = nn.functional.linear(x, weight, bias);
        using var product = nn.functional.linear(loraInput ?? x, a);
        using var update = nn.functional.linear(product, b);
        using var scaled = update * scale;
        return y + scaled;
    }

    private static void Check(Tensor weight, Tensor a, Tensor b)
    {
        long[] w = weight.shape, down = a.shape, up = b.shape;
        if (down.Length == 2 && up.Length == 2 && w.Length == 2 && down[1] == w[1] && up[0] == w[0] && up[1] == down[0]) return;
        string given = $"({string.Join(", ", down)})", other = $"({string.Join(", ", up)})", around = $"({string.Join(", ", w)})";
        throw BridgeException.Invalid(ErrorReason.TensorShape, $"low-rank update of a weight {around}: a {given} and b {other} are not (rank, in) and (out, rank)",
            ("weight", around), ("a", given), ("b", other));
    }
}
