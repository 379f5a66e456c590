using Goldens.Running;
using TestKit;

namespace Bridge.Goldens.Tests;

/// <summary>Where cases lie: a committed selection, and the whole where it is present.</summary>
internal static class GoldenData
{
    /// <summary>The committed cases.</summary>
    public static IReadOnlyList<GoldenCase> Committed { get; } = [.. CaseDiscovery.Below(RepositoryRoot.Combine("tests", "Goldens", "Data"))];

    /// <summary>The folder of all reference data, or null.</summary>
    public static string? Shared => SharedData.Path("goldens");
}
