using System.Globalization;

namespace Bridge.Training.Data;

/// <summary>The label of one row as it was given: a class by name or by id, several classes, or a number.</summary>
public sealed record Label
{
    private Label(IReadOnlyList<string>? names, IReadOnlyList<int>? ids, double? score, bool isSet) =>
        (Names, Ids, Score, IsSet) = (names, ids, score, isSet);

    /// <summary>Class names, where it was given by name.</summary>
    public IReadOnlyList<string>? Names { get; }

    /// <summary>Class ids, where it was given by id.</summary>
    public IReadOnlyList<int>? Ids { get; }

    /// <summary>The number, where it is one that is no class id.</summary>
    public double? Score { get; }

    /// <summary>Whether it was given as a list.</summary>
    public bool IsSet { get; }

    /// <summary>One class by name.</summary>
    public static Label OfName(string name) => new([name], null, null, false);

    /// <summary>One class by id; also a whole number as a score.</summary>
    public static Label OfId(int id) => new(null, [id], null, false);

    /// <summary>Several classes by name; none is allowed.</summary>
    public static Label OfNames(IReadOnlyList<string> names) => new(names, null, null, true);

    /// <summary>Several classes by id; none is allowed.</summary>
    public static Label OfIds(IReadOnlyList<int> ids) => new(null, ids, null, true);

    /// <summary>A number.</summary>
    public static Label OfScore(double score) => new(null, null, score, false);

    /// <inheritdoc/>
    public override string ToString()
    {
        if (Score is { } score) return score.ToString("R", CultureInfo.InvariantCulture);
        var parts = Names is not null ? Names.Select(name => $"\"{name}\"") : Ids!.Select(id => id.ToString(CultureInfo.InvariantCulture));
        var text = string.Join(", ", parts);
        return IsSet ? $"[{text}]" : text;
    }
}
