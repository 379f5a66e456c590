using System.Globalization;
using Bridge.Core;

namespace Bridge.Training.Data;

/// <summary>Turns labels as given into ids or numbers and builds the label map.</summary>
internal static class LabelResolver
{
    // A class id above this is a mistake (a phone number in the label column), not a head of that many outputs.
    private const int MaxClasses = 100_000;

    public static TextDataset Resolve(IReadOnlyList<TextRow> rows, Func<int, string> where, TextDatasetOptions options, ViolationList violations)
    {
        if (rows.Count == 0 && violations.Total == 0) violations.Add("", "there are no rows; at least one is needed");
        CheckGivenMap(options);
        var kind = rows.Count == 0 || options.LabelField is null ? LabelKind.None : options.Kind ?? Infer(rows[0]);
        var field = options.LabelField ?? "label";
        var map = new OrderedDictionary<string, int>(StringComparer.Ordinal);
        if (kind is LabelKind.Single or LabelKind.Multiple or LabelKind.Tags && options.LabelIds is { } given)
            foreach (var (name, id) in given.OrderBy(entry => entry.Value)) map.Add(name, id);
        var classes = new ClassTable(map, fixedMap: options.LabelIds is not null);
        var sets = new int[rows.Count][];
        var scores = new float[rows.Count];
        for (var i = 0; i < rows.Count && kind != LabelKind.None; i++)
        {
            var problem = kind switch
            {
                LabelKind.Score => ScoreOf(rows[i].Label, out scores[i]),
                LabelKind.Tags => TagsOf(rows[i], classes, out sets[i]),
                _ => ClassesOf(rows[i].Label, kind, classes, out sets[i]),
            };
            if (problem is not null) violations.Add($"{where(i)}.{field}", problem);
        }
        violations.ThrowIfAny();
        classes.NameIds();
        var targets = kind switch
        {
            LabelKind.Single => Targets.Single([.. sets.Select(set => set[0])]),
            LabelKind.Multiple => Targets.Multiple(sets),
            LabelKind.Score => Targets.Score(scores),
            LabelKind.Tags => Targets.Tags(sets),
            _ => Targets.None(rows.Count),
        };
        return new TextDataset(options.Name, rows, targets, map);
    }

    private static LabelKind Infer(TextRow row) => row.Label switch
    {
        null => LabelKind.None,
        { IsSet: true } when row.Words is not null => LabelKind.Tags,
        { IsSet: true } => LabelKind.Multiple,
        { Score: not null } => LabelKind.Score,
        _ => LabelKind.Single,
    };

    private static string? ScoreOf(Label? label, out float score)
    {
        score = 0;
        if (label is null) return "there is no label; allowed is a finite number";
        double? value = label is { IsSet: false, Ids: [var id] } ? id : label.Score;
        if (value is null || !float.IsFinite((float)value.Value)) return $"found {ViolationList.Show(label.ToString())}; allowed is a finite number";
        score = (float)value.Value;
        return null;
    }

    // In the order of the words, each as often as it stands there.
    private static string? TagsOf(TextRow row, ClassTable classes, out int[] ids)
    {
        ids = [];
        if (row.Words is not { } words) return "found running text; tags belong to rows whose text is a list of words";
        if (row.Label is not { IsSet: true } label) return $"found {(row.Label is null ? "no label" : ViolationList.Show(row.Label.ToString()))}; allowed is a list of one class a word";
        var count = label.Names?.Count ?? label.Ids!.Count;
        if (count != words.Count) return $"found {count} tags for {words.Count} words";
        var found = new int[count];
        for (var i = 0; i < count; i++)
        {
            if (label.Names is { } names)
            {
                if (classes.Find(names[i]) is not { } id) return classes.Refuse($"\"{ViolationList.Show(names[i])}\"");
                found[i] = id;
            }
            else
            {
                if (!classes.Accept(label.Ids![i], MaxClasses)) return classes.Refuse(label.Ids[i].ToString(CultureInfo.InvariantCulture), MaxClasses);
                found[i] = label.Ids[i];
            }
        }
        ids = found;
        return null;
    }

    private static string? ClassesOf(Label? label, LabelKind kind, ClassTable classes, out int[] ids)
    {
        ids = [];
        if (label is null) return "there is no label";
        var shown = ViolationList.Show(label.ToString());
        if (label.Score is not null) return $"found {shown}; allowed is a class name or id (for numbers, choose the label kind score)";
        if (label.IsSet != (kind == LabelKind.Multiple))
            return kind == LabelKind.Multiple ? $"found {shown}; allowed is a list of classes" : $"found the list {shown}; allowed is one class";
        var found = new SortedSet<int>();
        if (label.Names is { } names)
        {
            foreach (var name in names)
            {
                if (classes.Find(name) is not { } id) return classes.Refuse($"\"{ViolationList.Show(name)}\"");
                found.Add(id);
            }
        }
        else
        {
            foreach (var id in label.Ids!)
            {
                if (!classes.Accept(id, MaxClasses)) return classes.Refuse(id.ToString(CultureInfo.InvariantCulture), MaxClasses);
                found.Add(id);
            }
        }
        ids = [.. found];
        return null;
    }

    private static void CheckGivenMap(TextDatasetOptions options)
    {
        if (options.LabelIds is not { } given) return;
        var ids = given.Values.Order().ToArray();
        for (var i = 0; i < ids.Length; i++)
            if (ids[i] != i)
                throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"label ids {string.Join(", ", ids)} are not 0 to {ids.Length - 1}, each once",
                    ("label_ids", string.Join(", ", ids)), ("count", ids.Length));
        if (ids.Length == 0) throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, "the label map is empty", ("count", 0));
    }
}
