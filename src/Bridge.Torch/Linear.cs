using Bridge.Torch.Autograd;
using Bridge.Torch.Native;
using static TorchSharp.torch;

namespace Bridge.Torch;

/// <summary>y = x W^T + b with a frozen weight in mind: the backward needs the weight only, so nothing of the batch is saved.</summary>
public static class Linear
{
    /// <summary>x (..., in), weight (out, in), bias (out) or null: (..., out).</summary>
    public static Tensor Apply(Tensor x, Tensor weight, Tensor? bias = null, Execution execution = Execution.Fused)
    {
        if (execution == Execution.Composite || !OneDnn.Supports(x, weight, bias)) return nn.functional.linear(x, weight, bias);
        if (!FunctionNode.IsRecorded(x, weight, bias)) return OneDnn.Linear(x, weight, bias);
        if (weight.requires_grad || bias is { requires_grad: true }) return nn.functional.linear(x, weight, bias);
        return new FrozenLinearNode(weight).Attach(OneDnn.Linear(x, weight, bias), x);
    }
}
