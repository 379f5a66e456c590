using Bridge.Configuration;

namespace Bridge.Adapters.Composing;

/// <summary>The tasks of a call's rows.</summary>
internal static class TaskIds
{
    /// <summary>One number of a child a row, or ARGUMENT_INVALID.</summary>
    public static IReadOnlyList<int> Check(MultiTask tasks, IReadOnlyList<int>? ids, long rows)
    {
        if (ids is null) throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"{tasks.Write()} needs task ids, one a row", ("composition", tasks.Write()));
        if (ids.Count != rows)
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"{tasks.Write()}: there are {ids.Count} task ids for {rows} rows", ("composition", tasks.Write()), ("task_ids", ids.Count), ("rows", rows));
        var most = tasks.Children.Count - 1;
        for (var row = 0; row < ids.Count; row++)
            if (ids[row] < 0 || ids[row] > most)
                throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"{tasks.Write()}: task id {ids[row]} of row {row} is outside [0, {most}]",
                    ("composition", tasks.Write()), ("row", row), ("value", ids[row]), ("allowed", $"[0, {most}]"));
        return ids;
    }
}
