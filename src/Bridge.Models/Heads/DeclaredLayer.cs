namespace Bridge.Models.Heads;

/// <summary>A layer of a declared network.</summary>
public abstract record DeclaredLayer
{
    /// <summary>A linear map to <paramref name="Size"/>.</summary>
    public sealed record Linear(int Size, bool Bias = true) : DeclaredLayer;

    /// <summary>An activation, by name.</summary>
    public sealed record Activation(string Name) : DeclaredLayer;

    /// <summary>Dropout, in training.</summary>
    public sealed record Dropout(double Probability) : DeclaredLayer;

    /// <summary>A layer norm with scale and shift; without epsilon the model's.</summary>
    public sealed record Norm(double? Epsilon = null) : DeclaredLayer;

    /// <summary>A network whose output is added to its input; its sizes must be the same.</summary>
    public sealed record Residual(IReadOnlyList<DeclaredLayer> Network) : DeclaredLayer;
}
