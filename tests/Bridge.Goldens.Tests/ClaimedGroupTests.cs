using Goldens;
using Goldens.Running;

namespace Bridge.Goldens.Tests;

/// <summary>The groups of the whole reference data that this engine claims to support, where the data is present.</summary>
public sealed class ClaimedGroupTests
{
    public static TheoryData<string, string> Groups => new()
    {
        { "adapters/bert", "bert/id-*,bert/default-*,bert/bn-*,bert/act-*,bert/phm-*" },
        { "adapters/bert", "bert/lora-*,bert/dora-*,bert/ia3-*,bert/vera-*,bert/dvora-*,bert/mtl-*" },
        { "adapters/bert", "bert/prefix-*,bert/prompt-*,bert/reft-*,bert/union-*,bert/bin-*,bert/legacy-*" },
        { "adapters/bert", "bert/block-*,bert/nest-*,bert/mixed-*,bert/head-*" },
        { "tokenizers", "*" },
        { "configs", "*" },
    };

    [Theory, MemberData(nameof(Groups))]
    public void Group_Run_HasNoFailure(string folder, string filter)
    {
        if (GoldenData.Shared is not { } shared) return;
        var failed = new List<string>();
        var report = GoldenSession.Run(GoldenOptions.Parse([Path.Combine(shared, folder), "--filter", filter]), result =>
        {
            if (result.Status == GoldenStatus.Failed && !KnownRounding.Explains(result)) failed.Add($"{result.Case}: {result.Why}");
        });
        Assert.True(failed.Count == 0, string.Join("\n", failed));
        Assert.True(report.Passed > 0, $"no case of {filter} ran");
    }
}
