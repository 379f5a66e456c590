using Bridge.Core;
using Goldens.Refusals;
using TestKit;

namespace Bridge.Goldens.Tests;

/// <summary>
/// What the reference library refuses or fails at is refused with a typed error that says where, or works; docs/beyond-reference.md says which, entry by entry.
/// </summary>
public sealed class RefusalTests : IDisposable
{
    private static readonly string[] Models =
    [
        "bert", "roberta", "xlm-roberta", "electra", "distilbert", "albert", "albert-inner", "vit", "gpt2", "gpt2_cls", "gpt2_lm", "llama", "llama_cls", "llama_lm", "llama3rope",
        "llama3rope_lm", "t5", "t5_lm", "t5relu", "t5relu_lm", "bart", "bart_lm",
    ];

    private readonly RefusalRunner _runner = new();

    public static TheoryData<string> Folders => [.. Models.Where(model => File.Exists(FileOf(model)))];

    public void Dispose() => _runner.Dispose();

    [Theory, MemberData(nameof(Folders))]
    public void Entries_Run_AreAsThePageSays(string model)
    {
        var wrong = new List<string>();
        foreach (var (id, outcome) in _runner.Run(FileOf(model)))
        {
            var rows = BeyondReference.Rows.Where(row => row.Matches(id)).ToList();
            if (rows is not [var row]) wrong.Add($"{id} is in {rows.Count} rows of the page; it {outcome}");
            else if (outcome.Fault is not null || outcome.Refusal?.Reason.WireName() != row.Reason) wrong.Add($"{id}: the page says {row.Reason ?? "works"}; it {outcome}");
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void Rows_OfThePage_AllStandForAnEntry()
    {
        if (GoldenData.Shared is null) return;
        var ids = Models.SelectMany(model => RefusalRunner.Ids(FileOf(model))).ToList();
        Assert.Equal([], BeyondReference.Rows.Where(row => row.Patterns.Any(p => !ids.Any(p.Matches))).Select(row => row.Entries));
        Assert.True(ids.Count > 160);
    }

    // The whole where it is there, else the committed selection.
    private static string FileOf(string model) => Path.Combine(GoldenData.Shared ?? RepositoryRoot.Combine("tests", "Goldens", "Data"), "adapters", model, "refusals.json");
}
