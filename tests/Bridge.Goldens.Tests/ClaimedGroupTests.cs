using Goldens;
using Goldens.Running;

namespace Bridge.Goldens.Tests;

/// <summary>The groups of the whole reference data that this engine claims to support, where the data is present.</summary>
public sealed class ClaimedGroupTests
{
    public static TheoryData<string, string> Groups => new()
    {
        { "adapters/bert", "bert/[a-b]*" },
        { "adapters/bert", "bert/[c-k]*" },
        { "adapters/bert", "bert/[l-m]*" },
        { "adapters/bert", "bert/[n-z]*" },
        { "adapters", "roberta/*,xlm-roberta/*,electra/*,distilbert/*,albert/*,albert-inner/*,vit/*" },
        { "adapters", "gpt2/*,gpt2_cls/*,gpt2_lm/*,llama/*,llama_cls/*,llama_lm/*,llama3rope/*,llama3rope_lm/*" },
        { "adapters", "t5/*,t5_lm/*,t5relu/*,t5relu_lm/*,bart/*,bart_lm/*" },
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
            if (result.Status == GoldenStatus.Failed) failed.Add($"{result.Case}: {result.Why}");
        });
        Assert.True(failed.Count == 0, string.Join("\n", failed));
        Assert.True(report.Passed > 0, $"no case of {filter} ran");
    }
}
