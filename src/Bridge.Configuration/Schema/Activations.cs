namespace Bridge.Configuration;

/// <summary>The activation functions that configurations may name; case does not matter.</summary>
public static class Activations
{
    /// <summary>The names, in lower case.</summary>
    public static ValueList<string> Names { get; } =
    [
        "gelu", "gelu_10", "gelu_accurate", "gelu_fast", "gelu_new", "gelu_python", "gelu_python_tanh", "gelu_pytorch_tanh", "laplace", "leaky_relu",
        "leakyrelu", "linear", "mish", "prelu", "quick_gelu", "relu", "relu2", "relu6", "sigmoid", "silu", "swish", "tanh", "xielu",
    ];

    /// <summary>Whether a function of that name is known.</summary>
    public static bool IsKnown(string name) => Names.Contains(name.ToLowerInvariant());
}
