using Bridge.Models.Description;
using Bridge.Torch;

namespace Bridge.Models.Parts;

/// <summary>Turns queries and keys by angles that grow with the position: x cos + rotated(x) sin, halves of a head turned against each other.</summary>
internal sealed class Rotary(RotarySpec spec)
{
    private readonly double[] _frequencies = Frequencies(spec);

    /// <summary>Angle a position, one a pair of numbers.</summary>
    public IReadOnlyList<double> PairFrequencies => _frequencies;

    /// <summary>(rows, heads, length, size), turned by the positions of the pass. The input is taken over.</summary>
    public Tensor Turn(Tensor x, ForwardPass pass)
    {
        using (x) return Rotation.Apply(x, Table(pass, 0, x.dtype), Table(pass, 1, x.dtype), pass.Context.Execution);
    }

    // (rows or 1, 1, length, size), once a pass and number of rows.
    private Tensor Table(ForwardPass pass, int kind, ScalarType type) => pass.Once((this, kind, pass.Rows), () =>
    {
        using var scope = NewDisposeScope();
        var frequencies = tensor(_frequencies, dtype: ScalarType.Float32, device: pass.Device);
        var angles = pass.Positions!.to(ScalarType.Float32).unsqueeze(-1) * frequencies;
        var both = cat([angles, angles], -1).unsqueeze(1);
        var table = kind == 0 ? both.cos() : both.sin();
        if (spec.Yarn is { } yarn) table = table * yarn.Attention;
        return table.to(type).contiguous().DetachFromDisposeScope();
    });

    private static double[] Frequencies(RotarySpec spec)
    {
        var frequencies = new double[spec.Size / 2];
        for (var i = 0; i < frequencies.Length; i++)
        {
            var frequency = 1 / Math.Pow(spec.Theta, 2.0 * i / spec.Size);
            frequencies[i] = spec.Yarn is { } yarn ? Mixed(frequency, i, yarn, spec) : Scaled(frequency, spec);
        }
        return frequencies;
    }

    // Between the frequency of number `low` and that of number `high` the share of the divided one grows from 0 to 1.
    private static double Mixed(double frequency, int number, YarnScaling yarn, RotarySpec spec)
    {
        double Turning(double times) => spec.Size * Math.Log(yarn.OriginalLength / (times * 2 * Math.PI)) / (2 * Math.Log(spec.Theta));
        var (low, high) = (Turning(yarn.BetaFast), Turning(yarn.BetaSlow));
        if (yarn.Truncate) (low, high) = (Math.Floor(low), Math.Ceiling(high));
        (low, high) = (Math.Max(low, 0), Math.Min(high, spec.Size - 1));
        var share = Math.Clamp((number - low) / (low == high ? 0.001 : high - low), 0, 1);
        return share * frequency / yarn.Factor + (1 - share) * frequency;
    }

    private static double Scaled(double frequency, RotarySpec spec)
    {
        if (spec.Llama3 is not { } scaling) return frequency / spec.Factor;
        var wavelength = 2 * Math.PI / frequency;
        if (wavelength > scaling.OriginalLength / scaling.LowFrequencyFactor) return frequency / scaling.Factor;
        if (wavelength < scaling.OriginalLength / scaling.HighFrequencyFactor) return frequency;
        var smooth = (scaling.OriginalLength / wavelength - scaling.LowFrequencyFactor) / (scaling.HighFrequencyFactor - scaling.LowFrequencyFactor);
        return (1 - smooth) * frequency / scaling.Factor + smooth * frequency;
    }
}
