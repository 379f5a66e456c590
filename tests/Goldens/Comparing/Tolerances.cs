using System.Text.Json.Nodes;

namespace Goldens.Comparing;

/// <summary>How far a number may be from the reference, by what it is; a case may set its own factors under <c>tolerance</c>.</summary>
public sealed class Tolerances(JsonObject overrides)
{
    private readonly double _output = Factor(overrides, "output", 1e-5);
    private readonly double _gradient = Factor(overrides, "gradient", 1e-4);
    private readonly double _losses = Factor(overrides, "train.losses", 5e-4);
    private readonly double _trained = Factor(overrides, "train.output", 1e-3);

    /// <summary>Outputs, the loss, parameters after an operation.</summary>
    public double Output(Tensor expected) => _output * Math.Max(1, Largest(expected));

    /// <summary>A gradient; <paramref name="largestOfCase"/> is the largest of all of them.</summary>
    public double Gradient(Tensor expected, double largestOfCase) => _gradient * Math.Max(Largest(expected), 0.1 * largestOfCase);

    /// <summary>One loss of the trajectory.</summary>
    public double Loss(double expected) => _losses * Math.Max(1, Math.Abs(expected));

    /// <summary>An output after training.</summary>
    public double Trained(Tensor expected) => _trained * Math.Max(1, Largest(expected));

    /// <summary>The largest absolute value, 0 of nothing.</summary>
    public static double Largest(Tensor tensor)
    {
        if (tensor.numel() == 0) return 0;
        using var scope = NewDisposeScope();
        return tensor.to(ScalarType.Float64).abs().max().ToDouble();
    }

    private static double Factor(JsonObject overrides, string key, double standard) => overrides[key]?.GetValue<double>() ?? standard;
}
