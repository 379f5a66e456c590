using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Bridge.Configuration;

/// <summary>Python's number literals, without sign.</summary>
internal static partial class PythonNumber
{
    /// <summary>The number, or null where Python would refuse the text (010, 1__0, 0x).</summary>
    public static NumberPart? Parse(string text)
    {
        var digits = text.Replace("_", "", StringComparison.Ordinal);
        if (Prefixed().IsMatch(text))
        {
            var radix = char.ToLowerInvariant(text[1]) switch { 'x' => 16, 'o' => 8, _ => 2 };
            return new IntegerPart(digits[2..].Aggregate(BigInteger.Zero, (sum, c) => sum * radix + Convert.ToInt32(c.ToString(), 16)));
        }
        if (Whole().IsMatch(text)) return digits.Length <= 4300 ? new IntegerPart(BigInteger.Parse(digits, CultureInfo.InvariantCulture)) : null;
        if (Float().IsMatch(text)) return new FloatPart(ToDouble(digits));
        if (text[^1] is 'j' or 'J' && (Float().IsMatch(text[..^1]) || Digits().IsMatch(text[..^1]))) return new ImaginaryPart(ToDouble(digits[..^1]));
        return null;
    }

    private static double ToDouble(string digits) => double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^0([xX](_?[0-9a-fA-F])+|[oO](_?[0-7])+|[bB](_?[01])+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Prefixed();

    [GeneratedRegex(@"^([1-9](_?[0-9])*|0(_?0)*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    [GeneratedRegex(@"^[0-9](_?[0-9])*$", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();

    [GeneratedRegex(@"^(([0-9](_?[0-9])*)?\.[0-9](_?[0-9])*([eE][+-]?[0-9](_?[0-9])*)?|[0-9](_?[0-9])*\.([eE][+-]?[0-9](_?[0-9])*)?|[0-9](_?[0-9])*[eE][+-]?[0-9](_?[0-9])*)$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Float();
}
