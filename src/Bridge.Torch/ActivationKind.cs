namespace Bridge.Torch;

/// <summary>Activations that fused functions know.</summary>
public enum ActivationKind
{
    /// <summary>x.</summary>
    Identity,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>x Phi(x) (Hendrycks and Gimpel 2016).</summary>
    Gelu,

    /// <summary>Its approximation by tanh.</summary>
    GeluTanh,

    /// <summary>x sigmoid(x), also called swish.</summary>
    Silu,

    /// <summary>tanh(x).</summary>
    Tanh,
}
