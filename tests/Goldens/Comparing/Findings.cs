using System.Globalization;
using Bridge.Core;

namespace Goldens.Comparing;

/// <summary>What comparing a case has found so far, in the order of the computation, so that the first is where it begins to differ.</summary>
public sealed class Findings
{
    private readonly List<Mismatch> _mismatches = [];
    private readonly SortedSet<string> _ignored = new(StringComparer.Ordinal);

    /// <summary>Everything that differs.</summary>
    public IReadOnlyList<Mismatch> Mismatches => _mismatches;

    /// <summary>How many tensors were compared.</summary>
    public int Compared { get; private set; }

    /// <summary>The largest difference of those within their tolerance, as a part of it.</summary>
    public double Worst { get; private set; }

    /// <summary>Keeps something that is wrong.</summary>
    public void Add(string name, string what) => _mismatches.Add(new Mismatch(name, what));

    /// <summary>Notes what is not compared, by the case's own word.</summary>
    public void Ignore(string name) => _ignored.Add(name);

    /// <summary>Compares a tensor with the reference's: shape, and every element within <paramref name="allowed"/>.</summary>
    public void Check(string name, Tensor actual, Tensor expected, double allowed)
    {
        Compared++;
        if (!actual.shape.SequenceEqual(expected.shape))
        {
            Add(name, $"has shape {new Shape(actual.shape)}, expected {new Shape(expected.shape)}");
            return;
        }
        if (expected.numel() == 0) return;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var distance = (actual.detach().to(ScalarType.Float64) - expected.to(ScalarType.Float64)).abs().reshape(-1);
        var finite = distance.isfinite().all().ToBoolean();
        var at = finite ? distance.argmax().ToInt64() : distance.isfinite().logical_not().to(ScalarType.Int32).argmax().ToInt64();
        var worst = distance[at].ToDouble();
        if (finite && worst <= allowed) Worst = Math.Max(Worst, worst / allowed);
        else _mismatches.Add(Mismatch.Beyond(name, worst, allowed, Place(at, expected.shape)));
    }

    /// <summary>Compares one number.</summary>
    public void Check(string name, double actual, double expected, double allowed)
    {
        Compared++;
        var distance = Math.Abs(actual - expected);
        if (distance <= allowed) Worst = Math.Max(Worst, distance / allowed);
        else _mismatches.Add(Mismatch.Beyond(name, distance, allowed, string.Create(CultureInfo.InvariantCulture, $"{actual:G7} for {expected:G7}")));
    }

    /// <summary>One line: where it begins to differ and how much more does, or how much was compared.</summary>
    public string Summary()
    {
        if (_mismatches.Count == 0)
        {
            var ignored = _ignored.Count == 0 ? "" : $", left out by the case: {string.Join(", ", _ignored)}";
            return string.Create(CultureInfo.InvariantCulture, $"{Compared} tensors, worst at {Worst:P0} of its tolerance{ignored}");
        }
        var more = _mismatches.Count == 1 ? "" : $"; {_mismatches.Count - 1} more, the next: {_mismatches[1].Name}";
        return $"begins at {_mismatches[0]}{more}";
    }

    private static string Place(long flat, long[] shape)
    {
        var index = new long[shape.Length];
        for (var i = shape.Length - 1; i >= 0; i--) (flat, index[i]) = (flat / shape[i], flat % shape[i]);
        return $"[{string.Join(", ", index)}]";
    }
}
