using Bridge.Torch.Autograd;
using Bridge.Torch.Native;
using static TorchSharp.torch;

namespace Bridge.Torch;

/// <summary>A bottleneck adapter (Houlsby et al. 2019, arXiv:1902.00751): y = r + s (f(x D^T + d) U^T + u), as one node.</summary>
public static class Bottleneck
{
    /// <summary>x (..., hidden), residual of its shape or null, down (size, hidden), up (hidden, size): (..., hidden).</summary>
    /// <param name="x">Input.</param>
    /// <param name="residual">r, added at the end; null for none.</param>
    /// <param name="down">D.</param>
    /// <param name="downBias">d, or null.</param>
    /// <param name="up">U.</param>
    /// <param name="upBias">u, or null.</param>
    /// <param name="activation">f.</param>
    /// <param name="scale">s.</param>
    /// <param name="execution">Which form runs.</param>
    public static Tensor Apply(
        Tensor x, Tensor? residual, Tensor down, Tensor? downBias, Tensor up, Tensor? upBias, ActivationKind activation, double scale = 1,
        Execution execution = Execution.Fused)
    {
        if (execution == Execution.Composite || !OneDnn.Supports(x, down, downBias) || up.dtype != x.dtype || (upBias is not null && upBias.dtype != x.dtype)
            || (residual is not null && residual.dtype != x.dtype))
            return Composite(x, residual, down, downBias, up, upBias, activation, scale);
        using var inner = OneDnn.Linear(x, down, downBias);
        var recorded = FunctionNode.IsRecorded(x, residual, down, downBias, up, upBias);
        var output = Output(inner, residual, up, upBias, activation, scale);
        if (!recorded) return output;
        return new BottleneckNode(x, inner, down, up, activation, scale).Attach(output, x, residual, down, downBias, up, upBias);
    }

    private static Tensor Output(Tensor inner, Tensor? residual, Tensor up, Tensor? upBias, ActivationKind activation, double scale)
    {
        using var off = new NoGrad();
        using var activated = ActivationRules.Apply(inner, activation);
        var output = OneDnn.Linear(activated, up, upBias);
        if (scale != 1) output.mul_(scale);
        if (residual is not null) output.add_(residual);
        return output;
    }

    private static Tensor Composite(
        Tensor x, Tensor? residual, Tensor down, Tensor? downBias, Tensor up, Tensor? upBias, ActivationKind activation, double scale)
    {
        using var inner = nn.functional.linear(x, down, downBias);
        using var activated = ActivationRules.Apply(inner, activation);
        using var raised = nn.functional.linear(activated, up, upBias);
        var scaled = scale == 1 ? raised.alias() : raised * scale;
        if (residual is null) return scaled;
        using (scaled) return residual + scaled;
    }
}
