using Bridge.Core;

namespace Bridge.Training.Data;

/// <summary>The labels of all rows, resolved to ids or numbers.</summary>
public sealed class Targets
{
    /// <summary>The label of a token that does not count: padding, special tokens, later parts of words.</summary>
    public const int Ignored = -100;

    private Targets(LabelKind kind, int rows, int[]? classes, int[][]? sets, float[]? scores, int[][]? tokens = null, int first = 0) =>
        (Kind, Count, Classes, Sets, Scores, TokenLabels, First) = (kind, rows, classes, sets, scores, tokens, first);

    /// <summary>What the labels are.</summary>
    public LabelKind Kind { get; }

    /// <summary>How many rows.</summary>
    public int Count { get; }

    /// <summary>A class id a row (<see cref="LabelKind.Single"/>).</summary>
    public IReadOnlyList<int>? Classes { get; }

    /// <summary>Class ids a row (<see cref="LabelKind.Multiple"/>).</summary>
    public IReadOnlyList<IReadOnlyList<int>>? Sets { get; }

    /// <summary>A number a row (<see cref="LabelKind.Score"/>).</summary>
    public IReadOnlyList<float>? Scores { get; }

    /// <summary>
    /// A label for each token a row, or <see cref="Ignored"/> (<see cref="LabelKind.Tags"/> of encoded rows, <see cref="LabelKind.Tokens"/>). Null where masking chooses
    /// the tokens anew for each batch.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<int>>? TokenLabels { get; }

    /// <summary>The first position that is predicted: 1 where position i predicts the label of position i + 1.</summary>
    public int First { get; }

    /// <summary>Whether labels belong to tokens, not to rows.</summary>
    public bool OfTokens => Kind is LabelKind.Tags or LabelKind.Tokens;

    /// <summary>No labels.</summary>
    public static Targets None(int rows) => new(LabelKind.None, rows, null, null, null);

    /// <summary>One class a row.</summary>
    public static Targets Single(int[] classes) => new(LabelKind.Single, classes.Length, classes, null, null);

    /// <summary>Several classes a row.</summary>
    public static Targets Multiple(int[][] sets) => new(LabelKind.Multiple, sets.Length, null, sets, null);

    /// <summary>A number a row.</summary>
    public static Targets Score(float[] scores) => new(LabelKind.Score, scores.Length, null, null, scores);

    /// <summary>A class a word, for rows that are not encoded yet.</summary>
    public static Targets Tags(int[][] words) => new(LabelKind.Tags, words.Length, null, words, null);

    /// <summary>A label a token.</summary>
    public static Targets Labelled(LabelKind kind, int[][] tokens, int first = 0) => new(kind, tokens.Length, null, null, null, tokens, first);

    /// <summary>Tokens that masking chooses.</summary>
    public static Targets Hidden(int rows) => new(LabelKind.Tokens, rows, null, null, null);

    /// <summary>How many targets the mean loss over these rows is taken over: rows, or the tokens that count.</summary>
    public long CountIn(IReadOnlyList<int> rows) => Kind switch
    {
        LabelKind.None => 0,
        _ when TokenLabels is { } tokens => rows.Sum(row => (long)tokens[row].Skip(First).Count(id => id != Ignored)),
        _ => rows.Count,
    };

    /// <summary>Refuses labels that a head of <paramref name="outputs"/> outputs cannot learn: DATA_INVALID names the first row.</summary>
    public void Check(int outputs, string data)
    {
        for (var row = 0; row < Count; row++)
        {
            if (Kind == LabelKind.Score && !float.IsFinite(Scores![row]))
                throw BridgeException.Invalid(ErrorReason.DataInvalid, $"{data}: row {row} has the label {Scores[row]}; labels are finite numbers",
                    ("data", data), ("row", row), ("label", Scores[row]));
            IReadOnlyList<int> ids = Kind switch { LabelKind.Single => [Classes![row]], LabelKind.Multiple => Sets![row], _ when TokenLabels is { } tokens => [.. tokens[row].Where(id => id != Ignored)], _ => [] };
            foreach (var id in ids)
                if (id < 0 || id >= outputs)
                    throw BridgeException.Invalid(ErrorReason.DataInvalid, $"{data}: row {row} has the label id {id}; the head has the labels 0 to {outputs - 1}",
                        ("data", data), ("row", row), ("label", id), ("num_labels", outputs));
        }
    }
}
