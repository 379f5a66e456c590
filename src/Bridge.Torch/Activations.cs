using System.Collections.Frozen;
using Bridge.Core;
using static TorchSharp.torch;

namespace Bridge.Torch;

/// <summary>Activation functions by the names of the field (transformers' ACT2FN).</summary>
public static class Activations
{
    private static readonly FrozenDictionary<string, Func<Tensor, Tensor>> Known = new Dictionary<string, Func<Tensor, Tensor>>(StringComparer.Ordinal)
    {
        ["gelu"] = x => nn.functional.gelu(x),
        ["gelu_python"] = x => nn.functional.gelu(x),
        ["gelu_new"] = TanhGelu,
        ["gelu_fast"] = TanhGelu,
        ["gelu_accurate"] = TanhGelu,
        ["gelu_pytorch_tanh"] = TanhGelu,
        ["gelu_python_tanh"] = TanhGelu,
        ["gelu_10"] = x => { using var y = nn.functional.gelu(x); return y.clamp(-10, 10); },
        ["relu"] = x => nn.functional.relu(x),
        ["relu2"] = x => { using var y = nn.functional.relu(x); return y.square(); },
        ["relu6"] = x => nn.functional.relu6(x),
        ["leaky_relu"] = x => nn.functional.leaky_relu(x, 0.01),
        ["leakyrelu"] = x => nn.functional.leaky_relu(x, 0.01),
        ["linear"] = x => x.alias(),
        ["mish"] = x => nn.functional.mish(x),
        ["sigmoid"] = x => x.sigmoid(),
        ["silu"] = x => nn.functional.silu(x),
        ["swish"] = x => nn.functional.silu(x),
        ["tanh"] = x => x.tanh(),
        ["quick_gelu"] = x => { using var scaled = x * 1.702; using var gate = scaled.sigmoid(); return x * gate; },
        ["laplace"] = Laplace,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All names without parameters of their own, sorted.</summary>
    public static IReadOnlyList<string> Names => [.. Known.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Whether there is one of that name.</summary>
    public static bool Exists(string name) => Known.ContainsKey(name);

    /// <summary>The function of that name; an unknown one is CONFIG_VALUE_RANGE.</summary>
    public static Func<Tensor, Tensor> Of(string name) =>
        Known.TryGetValue(name, out var function)
            ? function
            : throw BridgeException.Invalid(ErrorReason.ConfigValueRange, $"activation \"{name}\" is not known; allowed are {string.Join(", ", Names)}",
                ("activation", name), ("allowed", string.Join(", ", Names)));

    /// <summary>The kind that fused operations know a function by, or null where they do not know it.</summary>
    public static ActivationKind? KindOf(string name) => name switch
    {
        "linear" => ActivationKind.Identity,
        "relu" => ActivationKind.Relu,
        "gelu" => ActivationKind.Gelu,
        "gelu_new" => ActivationKind.GeluTanh,
        "silu" or "swish" => ActivationKind.Silu,
        "tanh" => ActivationKind.Tanh,
        _ => null,
    };

    // 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))
    private static Tensor TanhGelu(Tensor x) => nn.functional.gelu(x, TorchSharp.Modules.GELU.Approximate.tanh);

    // 0.5 (1 + erf((x - sqrt(1/2)) / (sqrt(1 / (4 pi)) sqrt 2))) (MEGA, Ma et al. 2022)
    private static Tensor Laplace(Tensor x)
    {
        using var shifted = (x - 0.707107).div_(0.282095 * Math.Sqrt(2));
        using var bent = shifted.erf();
        using var plus = bent + 1;
        return plus * 0.5;
    }
}
