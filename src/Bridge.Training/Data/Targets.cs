using Bridge.Core;

namespace Bridge.Training.Data;

/// <summary>The labels of all rows, resolved to ids or numbers.</summary>
public sealed class Targets
{
    private Targets(LabelKind kind, int rows, int[]? classes, int[][]? sets, float[]? scores) =>
        (Kind, Count, Classes, Sets, Scores) = (kind, rows, classes, sets, scores);

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

    /// <summary>No labels.</summary>
    public static Targets None(int rows) => new(LabelKind.None, rows, null, null, null);

    /// <summary>One class a row.</summary>
    public static Targets Single(int[] classes) => new(LabelKind.Single, classes.Length, classes, null, null);

    /// <summary>Several classes a row.</summary>
    public static Targets Multiple(int[][] sets) => new(LabelKind.Multiple, sets.Length, null, sets, null);

    /// <summary>A number a row.</summary>
    public static Targets Score(float[] scores) => new(LabelKind.Score, scores.Length, null, null, scores);

    /// <summary>How many targets the mean loss over these rows is taken over; each row is one.</summary>
    public long CountIn(IReadOnlyList<int> rows) => Kind == LabelKind.None ? 0 : rows.Count;

    /// <summary>The largest class id, or -1.</summary>
    public int MaxClass => Kind switch
    {
        LabelKind.Single => Classes!.DefaultIfEmpty(-1).Max(),
        LabelKind.Multiple => Sets!.SelectMany(set => set).DefaultIfEmpty(-1).Max(),
        _ => -1,
    };

    /// <summary>Refuses labels that a head of <paramref name="outputs"/> outputs cannot learn: DATA_INVALID names the first row.</summary>
    public void Check(int outputs, string data)
    {
        for (var row = 0; row < Count; row++)
        {
            if (Kind == LabelKind.Score && !float.IsFinite(Scores![row]))
                throw BridgeException.Invalid(ErrorReason.DataInvalid, $"{data}: row {row} has the label {Scores[row]}; labels are finite numbers",
                    ("data", data), ("row", row), ("label", Scores[row]));
            IReadOnlyList<int> ids = Kind switch { LabelKind.Single => [Classes![row]], LabelKind.Multiple => Sets![row], _ => [] };
            foreach (var id in ids)
                if (id < 0 || id >= outputs)
                    throw BridgeException.Invalid(ErrorReason.DataInvalid, $"{data}: row {row} has the label id {id}; the head has the labels 0 to {outputs - 1}",
                        ("data", data), ("row", row), ("label", id), ("num_labels", outputs));
        }
    }
}
