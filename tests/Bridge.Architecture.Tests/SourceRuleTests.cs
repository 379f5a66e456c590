using System.Text.RegularExpressions;

namespace Bridge.Architecture.Tests;

public sealed partial class SourceRuleTests
{
    private const int LongestFile = 500;
    private const int MedianFile = 100;

    [Fact]
    public void Files_Handwritten_StopAt500Lines() => SourceTree.AssertNone(
        new[] { "src", "tests", "clients", "protos", "native-exports", "build" }
            .SelectMany(folder => SourceTree.Files(folder, ".cs", ".cpp", ".hpp", ".h", ".proto", ".sh"))
            .Select(f => (File: f, Lines: SourceTree.Text(f).AsSpan().Count('\n')))
            .Where(f => f.Lines > LongestFile).Select(f => $"{f.File}: {f.Lines}"),
        $"files longer than {LongestFile} lines");

    [Fact]
    public void Files_UnderSrc_HaveAMedianBelow100Lines()
    {
        var lines = SourceTree.Files("src", ".cs").Select(f => SourceTree.Text(f).AsSpan().Count('\n')).Order().ToList();
        Assert.True(lines[lines.Count / 2] < MedianFile, $"the median is {lines[lines.Count / 2]}");
    }

    [Fact]
    public void Files_UnderSrc_HoldOneTypeEach() => SourceTree.AssertNone(
        SourceTree.Files("src", ".cs").Select(f => (File: f, Types: TopLevelType().Matches(SourceTree.Code(f)).Select(m => m.Groups["name"].Value).Distinct().ToList()))
            .Where(f => f.Types.Count > 1).Select(f => $"{f.File}: {string.Join(", ", f.Types)}"),
        "files with several types");

    [Fact]
    public void Engine_Source_HasNoConditionalCompilation() => Find("src", Conditional(), "#if in engine code: the build's flavour must not change the code");

    [Fact]
    public void Source_Anything_IsFinished() => Find("src", Unfinished(), "unfinished or silenced code");

    [Fact]
    public void Tests_Skipping_IsAbsent() => Find("tests", Skipped(), "skipped tests");

    [Fact]
    public void Source_Text_NamesNoMachine() => SourceTree.AssertNone(
        SourceTree.Files("src", ".cs", ".md", ".csproj").SelectMany(f => Hits(f, SourceTree.Text(f), Machine())), "machine paths and hosts in src/");

    [Fact]
    public void Adapters_Code_NamesNoArchitecture() => Find("src/Bridge.Adapters", Architecture(), "architectures named in Adapters");

    [Fact]
    public void Models_Code_NamesNoMethod() => Find("src/Bridge.Models", Method(), "adapter methods named in Models");

    [Fact]
    public void Source_TorchModules_AreAbsent() => Find("src", TorchModule(), "torch.nn modules: they register parameters by reflection");

    private static void Find(string folder, Regex pattern, string rule) =>
        SourceTree.AssertNone(SourceTree.Files(folder, ".cs").SelectMany(f => Hits(f, SourceTree.Code(f), pattern)), rule);

    private static IEnumerable<string> Hits(string file, string text, Regex pattern) =>
        pattern.Matches(text).Select(m => $"{file}({SourceTree.Line(text, m.Index)}): {m.Value.Trim()}");

    [GeneratedRegex(@"^(?:(?:public|internal|abstract|sealed|static|readonly|partial|unsafe|ref)\s+)*(?:class|struct|interface|enum|record(?:\s+(?:class|struct))?)\s+(?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"^\s*#(?:if|elif)\b.*", RegexOptions.Multiline)]
    private static partial Regex Conditional();

    [GeneratedRegex(@"\bTODO\b|\bFIXME\b|\bHACK\b|NotImplementedException|#pragma\s+warning\s+disable")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\[(?:Fact|Theory|Property)\([^\]]*\bSkip\b")]
    private static partial Regex Skipped();

    [GeneratedRegex(@"/(?:work|root)/|/home/\w|localhost:\d{4,}/v3|https?://\S*(?:nuget|artifactory|registry)\S*")]
    private static partial Regex Machine();

    // "bert" is also the reference's name of an initialisation: there it follows Init.
    [GeneratedRegex(@"(?<!Init\.)\b(?:Albert|Bart|Beit|Bert|Clip|Deberta|DistilBert|Electra|Gemma\d?|Gpt\w*|Llama|Mistral|Mixtral|ModernBert|Opt|Phi\d?|Qwen\d?|Roberta|T5|Vit|Whisper|Xmod)(?:Model|Config|Architecture|Block)?\b|\""(?:bert|gpt2|llama|t5|roberta|bart)\.\w*\""")]
    private static partial Regex Architecture();

    [GeneratedRegex(@"\b(?:Lora|Dora|Vera|Ia3|Bottleneck|PrefixTuning|PromptTuning|Compacter|Reft|LoReft|UniPelt|Mam|MtlLora)\w*|\""(?:lora|seq_bn|double_seq_bn|par_bn|prefix_tuning|ia3|compacter)\w*\""")]
    private static partial Regex Method();

    [GeneratedRegex(@"\bnn\.Module\b|:\s*Module<|\bnn\.(?:Linear|LayerNorm|Embedding|Dropout|ReLU|GELU|Tanh|Sequential|ModuleList|ModuleDict)\(")]
    private static partial Regex TorchModule();
}
