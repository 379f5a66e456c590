using Bridge.Configuration;

namespace Bridge.Adapters.Storage;

/// <summary>Where a folder's configuration and its tensors are not of one mind, or are asked to be something else.</summary>
internal static class FileRepairs
{
    private const string TaskType = "text_task";

    /// <summary>The configuration that is to be built for these tensors.</summary>
    public static AdapterConfig Apply(AdapterConfigFile saved, ITensorSource tensors, string adapter, IReadOnlyList<int> leaveOut)
    {
        var config = leaveOut.Count == 0 ? saved.Config : saved.Config.WithLeaveOut(leaveOut);
        // The first version's task adapters ask for an invertible adapter that they do not use and do not have.
        return saved.Type == TaskType && config is BottleneckConfig { InvAdapter: not null } task && !tensors.Names.Any(n => n.StartsWith($"invertible_adapters.{adapter}.", StringComparison.Ordinal))
            ? task with { InvAdapter = null, InvAdapterReductionFactor = null }
            : config;
    }

    /// <summary>Whether a tensor belongs to a block that was left out on loading.</summary>
    public static bool OfLayers(string name, IReadOnlyList<int> layers) =>
        layers.Count > 0 && name.Split('.').Any(part => int.TryParse(part, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && layers.Contains(number)
            && name.Contains($"layer.{part}.", StringComparison.Ordinal));
}
