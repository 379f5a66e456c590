using System.Text.RegularExpressions;
using Bridge.Tokenization.Files;
using Bridge.Tokenization.Unicode;

namespace Bridge.Tokenization.Alignment;

/// <summary>A pattern of tokenizer.json: a literal text or a regular expression.</summary>
internal sealed class Pattern
{
    private readonly int[]? _literal;
    private readonly Regex? _expression;

    public Pattern(int[] literal) => _literal = literal;

    public Pattern(string expression) => _expression = new Regex(Expression.Translate(expression), RegexOptions.CultureInvariant);

    public static Pattern Read(JsonSection section)
    {
        if (section.Child("String") is { } text) return new Pattern(CodePoints.Of(text.AsString()));
        var expression = section.RequiredString("Regex");
        try
        {
            return new Pattern(expression);
        }
        catch (ArgumentException error)
        {
            throw section.Refused($"the regular expression {expression} cannot be followed: {error.Message}");
        }
    }

    public IReadOnlyList<Match> Find(ReadOnlySpan<int> runes)
    {
        if (_literal is not null) return Matches.Literal(runes, _literal);
        var matches = new List<Match>();
        var last = 0;
        foreach (var found in _expression!.EnumerateMatches(RegexText.Of(runes)))
        {
            if (last < found.Index) matches.Add(new Match(last, found.Index, false));
            last = found.Index + found.Length;
            matches.Add(new Match(found.Index, last, true));
        }
        if (last < runes.Length) matches.Add(new Match(last, runes.Length, false));
        return matches;
    }
}
