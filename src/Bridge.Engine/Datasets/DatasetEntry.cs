using Bridge.Training.Data;

namespace Bridge.Engine.Datasets;

/// <summary>A dataset with what the engine knows of it.</summary>
internal sealed record DatasetEntry(DatasetInfo Info, TextDataset Data)
{
    /// <summary>The rows with the ids of the given labels, which all of them must have.</summary>
    public TextDataset WithLabels(IReadOnlyDictionary<string, int>? labels) =>
        labels is null || Data.Targets.Kind is not (LabelKind.Single or LabelKind.Multiple or LabelKind.Tags) || labels.Count == Data.LabelIds.Count && labels.All(l => Data.LabelIds.TryGetValue(l.Key, out var id) && id == l.Value)
            ? Data
            : TextDataset.FromRows(Data.Rows, new TextDatasetOptions { Name = Info.Id, Kind = Data.Targets.Kind, LabelIds = labels });
}
