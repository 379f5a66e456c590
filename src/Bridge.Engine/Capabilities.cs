using Bridge.Configuration;
using Bridge.Core;
using Bridge.Engine.Models;
using Bridge.Training.Metrics;
using Bridge.Training.Optimization;

namespace Bridge.Engine;

/// <summary>Computes what works: every method is planned on the model, and what the plan refuses is the reason.</summary>
internal static class Capabilities
{
    private static readonly string[] Blocks = ["Stack", "Fuse", "Split", "BatchSplit", "Parallel", "Average", "MultiTask"];

    public static CapabilitiesInfo Compute(ModelEntry? entry) => new()
    {
        Methods = [.. MethodPresets.All.Where(p => p.DeprecatedFor is null).Select(p => Method(p, entry))],
        Blocks = Blocks,
        Heads = entry is null ? [.. ArchitectureInfo.All.SelectMany(a => a.Heads).Distinct()] : ArchitectureInfo.HeadsOf(entry.Model.Description),
        Metrics = MetricNames.All,
        Schedules = [.. Enum.GetNames<ScheduleKind>().Select(SnakeCase.Lower)],
        Slots = entry is null ? [] : Slots(entry),
    };

    private static MethodCapability Method(MethodPreset preset, ModelEntry? entry)
    {
        var why = "";
        var text = preset.Name;
        try
        {
            var config = AdapterConfig.Parse(preset.Name);
            text = config.Write();
            if (entry is not null)
            {
                using var aside = entry.NewAdapters();
                if (aside.Plan("plan", config).Slots.Count == 0) why = "it acts nowhere in this model";
            }
        }
        catch (BridgeException error)
        {
            why = error.Message;
        }
        return new MethodCapability(preset.Name, preset.Title, preset.Paper ?? "", why.Length == 0, why, text);
    }

    private static IReadOnlyList<string> Slots(ModelEntry entry)
    {
        var slots = entry.Model.Slots;
        return [.. slots.Linear.Select(s => s.Name), .. slots.Branch.Select(s => s.Name), .. slots.Attention.Select(s => s.Name), .. slots.Layer.Select(s => s.Name), "embeddings"];
    }
}
