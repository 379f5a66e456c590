using Goldens;
using Goldens.Running;

namespace Bridge.Goldens.Tests;

/// <summary>The groups of the whole reference data that this engine claims to support, where the data is present.</summary>
public sealed class ClaimedGroupTests
{
    public static TheoryData<string, string> Groups => new()
    {
        { "adapters/bert", "bert/id-*seq_bn*,bert/id-*par*,bert/id-lora,bert/id-houlsby*,bert/id-pfeiffer*" },
        { "adapters/bert", "bert/lora-*,bert/dora-*,bert/ia3-*,bert/mtl-*" },
        { "adapters/bert", "bert/bn-ln*,bert/bn-rf*,bert/bn-scaling*,bert/head-classification*" },
        { "tokenizers", "wordpiece-*" },
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
