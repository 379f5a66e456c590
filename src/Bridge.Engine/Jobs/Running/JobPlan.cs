using Bridge.Configuration;
using Bridge.Engine.Datasets;
using Bridge.Engine.Models;
using Bridge.Training;

namespace Bridge.Engine.Jobs.Running;

/// <summary>A request that was checked, with its defaults filled in.</summary>
internal sealed record JobPlan(TrainingJobRequest Request, Composition? Setup, string Head, TrainingOptions Options)
{
    public static JobPlan Make(ModelEntry entry, TrainingJobRequest request, IReadOnlyList<DatasetEntry> datasets)
    {
        var plan = SubjectPlan.Make(entry, request);
        foreach (var dataset in datasets) entry.RequireInputsOf(dataset, request.Embedding);
        var options = SettingsMapping.ToOptions(request.Settings);
        Trainer.Check(options, request.EvaluationDataset is not null, request.CheckpointFolder is not null);
        var resolved = request with { Setup = plan.Setup, Head = plan.Head, MaxLength = plan.MaxLength, Settings = SettingsMapping.Resolve(request.Settings, options) };
        return new JobPlan(resolved, plan.Setup, plan.Head, options);
    }
}
