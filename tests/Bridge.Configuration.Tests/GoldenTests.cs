using Goldens.Configs;
using TestKit;
using Xunit;

namespace Bridge.Configuration.Tests;

public class GoldenTests
{
    [Fact]
    public void Configs_OfCommittedSelection_EqualTheLibrarys() => Check(Path.Combine(AppContext.BaseDirectory, "Data", "configs"), 150);

    [Fact]
    public void Configs_OfSharedData_EqualTheLibrarys()
    {
        if (SharedData.Path("goldens", "configs") is { } folder) Check(folder, 700);
    }

    private static void Check(string folder, int atLeast)
    {
        var lines = ConfigGoldens.Run(folder).ToList();
        var failures = lines.Where(l => l.Failure is not null).Select(l => $"{l.Case}: {l.Failure}").ToList();
        Assert.True(failures.Count == 0, $"{failures.Count} of {lines.Count} differ:\n{string.Join('\n', failures.Take(60))}");
        Assert.True(lines.Count >= atLeast, $"only {lines.Count} lines");
    }
}
