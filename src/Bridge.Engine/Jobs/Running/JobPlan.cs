using Bridge.Engine.Datasets;
using Bridge.Engine.Models;
using Bridge.Training;

namespace Bridge.Engine.Jobs.Running;

/// <summary>A request that was checked, with its defaults filled in.</summary>
internal sealed record JobPlan(TrainingJobRequest Request, TrainingOptions Options)
{
    public static JobPlan Make(ModelEntry entry, TrainingJobRequest request, IReadOnlyList<DatasetEntry> datasets)
    {
        var resolved = SubjectPlan.Resolve(entry, request);
        foreach (var dataset in datasets) entry.RequireInputsOf(dataset, request.Embedding);
        var options = SettingsMapping.ToOptions(request.Settings);
        Trainer.Check(options, request.EvaluationDataset is not null, request.CheckpointFolder is not null);
        return new JobPlan(resolved with { Settings = SettingsMapping.Resolve(request.Settings, options) }, options);
    }
}
