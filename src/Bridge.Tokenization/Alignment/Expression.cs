using System.Text;

namespace Bridge.Tokenization.Alignment;

/// <summary>
/// Oniguruma's regular expressions, which the library uses, in .NET's notation: <c>\w</c> means other code points there. What cannot be said remains, and the
/// expression is refused when it is built.
/// </summary>
internal static class Expression
{
    // Oniguruma's word characters have all marks, letter-like numbers, four superscripts and fractions, and letters in circles; not the joiners.
    private const string Word = @"\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\u00B2\u00B3\u00B9\u00BC-\u00BE\u24B6-\u24E9";

    public static string Translate(string expression)
    {
        if (!expression.Contains("\\w", StringComparison.Ordinal) && !expression.Contains("\\W", StringComparison.Ordinal)) return expression;
        var result = new StringBuilder(expression.Length + Word.Length);
        var inClass = false;
        for (var i = 0; i < expression.Length; i++)
        {
            var c = expression[i];
            if (c == '\\' && i + 1 < expression.Length)
            {
                var next = expression[++i];
                if (next == 'w') result.Append(inClass ? Word : $"[{Word}]");
                else if (next == 'W' && !inClass) result.Append($"[^{Word}]");
                else result.Append(c).Append(next);
                continue;
            }
            if (c == '[') inClass = true;
            else if (c == ']') inClass = false;
            result.Append(c);
        }
        return result.ToString();
    }
}
