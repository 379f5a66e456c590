namespace Goldens.Tokenizers;

/// <summary>Says where two answers begin to differ.</summary>
internal static class Compare
{
    public static string? Numbers(string what, int[] expected, int[] found)
    {
        for (var i = 0; i < Math.Min(expected.Length, found.Length); i++)
        {
            if (expected[i] != found[i]) return $"{what}[{i}] is {found[i]}, expected {expected[i]}";
        }
        return expected.Length == found.Length ? null : $"{what} has {found.Length} elements, expected {expected.Length}";
    }

    public static string? Text(string what, string expected, string found) =>
        string.Equals(expected, found, StringComparison.Ordinal) ? null : $"{what} is \"{found}\", expected \"{expected}\"";
}
