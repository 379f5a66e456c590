using Bridge.Torch.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Bridge.Torch.Autograd;

/// <summary>Values and derivatives of the activations.</summary>
internal static class ActivationRules
{
    public static Tensor Apply(Tensor x, ActivationKind kind) => kind switch
    {
        ActivationKind.Identity => x.alias(),
        ActivationKind.Relu => x.relu(),
        ActivationKind.Gelu => nn.functional.gelu(x),
        ActivationKind.GeluTanh => nn.functional.gelu(x, GELU.Approximate.tanh),
        ActivationKind.Silu => nn.functional.silu(x),
        ActivationKind.Tanh => x.tanh(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not an activation"),
    };

    /// <summary>dL/dx from dL/dy and x. Not recorded.</summary>
    public static Tensor Backward(Tensor gradient, Tensor x, ActivationKind kind)
    {
        switch (kind)
        {
            case ActivationKind.Identity:
                return gradient.alias();
            case ActivationKind.Relu:
                using (var positive = x > 0) return gradient * positive;
            case ActivationKind.Gelu:
                return new OperatorCall("aten::gelu_backward").Add(gradient).Add(x).Add("none").Run();
            case ActivationKind.GeluTanh:
                return new OperatorCall("aten::gelu_backward").Add(gradient).Add(x).Add("tanh").Run();
            case ActivationKind.Silu:
                return new OperatorCall("aten::silu_backward").Add(gradient).Add(x).Run();
            case ActivationKind.Tanh:
                using (var y = x.tanh()) return new OperatorCall("aten::tanh_backward").Add(gradient).Add(y).Run();
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "not an activation");
        }
    }
}
