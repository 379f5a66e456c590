using Bridge.Models.Description;

namespace Bridge.Models.Parts;

/// <summary>Turns queries and keys by angles that grow with the position: x cos + rotated(x) sin, halves of a head turned against each other.</summary>
internal sealed class Rotary(RotarySpec spec)
{
    private readonly double[] _frequencies = Frequencies(spec);

    /// <summary>(rows, heads, length, size), turned by the positions of the pass. The input is taken over.</summary>
    public Tensor Turn(Tensor x, ForwardPass pass)
    {
        var (cosine, sine) = (Table(pass, 0, x.dtype), Table(pass, 1, x.dtype));
        using (x)
        {
            using var scope = NewDisposeScope();
            var half = spec.Size / 2;
            var turning = x.narrow(-1, 0, spec.Size);
            var rotated = cat([turning.narrow(-1, half, half).neg(), turning.narrow(-1, 0, half)], -1);
            var turned = turning * cosine + rotated * sine;
            if (x.shape[3] > spec.Size) turned = cat([turned, x.narrow(-1, spec.Size, x.shape[3] - spec.Size)], -1);
            return turned.MoveToOuterDisposeScope();
        }
    }

    // (rows or 1, 1, length, size), once a pass and number of rows.
    private Tensor Table(ForwardPass pass, int kind, ScalarType type) => pass.Once((this, kind, pass.Rows), () =>
    {
        using var scope = NewDisposeScope();
        var frequencies = tensor(_frequencies, dtype: ScalarType.Float32, device: pass.Device);
        var angles = pass.Positions!.to(ScalarType.Float32).unsqueeze(-1) * frequencies;
        var both = cat([angles, angles], -1).unsqueeze(1);
        return (kind == 0 ? both.cos() : both.sin()).to(type).DetachFromDisposeScope();
    });

    private static double[] Frequencies(RotarySpec spec)
    {
        var frequencies = new double[spec.Size / 2];
        for (var i = 0; i < frequencies.Length; i++) frequencies[i] = Scaled(1 / Math.Pow(spec.Theta, 2.0 * i / spec.Size), spec);
        return frequencies;
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
