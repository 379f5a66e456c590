using System.Globalization;

namespace Bridge.Configuration;

/// <summary>Between which numbers a value must lie.</summary>
/// <param name="Minimum">The smallest value, or the one above which it must lie.</param>
/// <param name="Maximum">The largest value, or the one below which it must lie.</param>
/// <param name="MinimumExcluded">Whether the minimum itself is not allowed.</param>
/// <param name="MaximumExcluded">Whether the maximum itself is not allowed.</param>
public sealed record ConfigBounds(double Minimum, double Maximum, bool MinimumExcluded = false, bool MaximumExcluded = false)
{
    /// <summary>Any finite number.</summary>
    public static ConfigBounds Finite { get; } = new(double.NegativeInfinity, double.PositiveInfinity, true, true);

    /// <summary>Any finite number above zero.</summary>
    public static ConfigBounds Positive { get; } = new(0, double.PositiveInfinity, true, true);

    /// <summary>A probability below 1.</summary>
    public static ConfigBounds Probability { get; } = new(0, 1, false, true);

    /// <summary>Whether the value is allowed. NaN never is.</summary>
    public bool Contains(double value) =>
        (MinimumExcluded ? value > Minimum : value >= Minimum) && (MaximumExcluded ? value < Maximum : value <= Maximum);

    /// <summary>The interval as mathematicians write it: <c>[1, 4096]</c>, <c>[0, 1)</c>.</summary>
    public override string ToString()
    {
        if (Equals(Finite)) return "a finite number";
        return $"{(MinimumExcluded ? '(' : '[')}{Text(Minimum)}, {Text(Maximum)}{(MaximumExcluded ? ')' : ']')}";
    }

    private static string Text(double value) =>
        double.IsInfinity(value) ? (value > 0 ? "inf" : "-inf") : value.ToString("0.############", CultureInfo.InvariantCulture);
}
