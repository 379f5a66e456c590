using Bridge.Core;
using Xunit;

namespace Bridge.Configuration.Tests;

public class ViolationTests
{
    [Theory]
    [InlineData("lora[r=0]", ErrorReason.ConfigValueRange, "lora.r", 5, "0")]
    [InlineData("lora[r=-4]", ErrorReason.ConfigValueRange, "lora.r", 5, "-4")]
    [InlineData("lora[r=5000]", ErrorReason.ConfigValueRange, "lora.r", 5, "5000")]
    [InlineData("lora[r='4']", ErrorReason.ConfigType, "lora.r", 5, "'4'")]
    [InlineData("lora[r=True]", ErrorReason.ConfigType, "lora.r", 5, "True")]
    [InlineData("lora[r=None]", ErrorReason.ConfigType, "lora.r", 5, "None")]
    [InlineData("lora[r=4.5]", ErrorReason.ConfigType, "lora.r", 5, "4.5")]
    [InlineData("lora[r=1+2j]", ErrorReason.ConfigType, "lora.r", 5, "(1+2j)")]
    [InlineData("lora[alpha=1e400]", ErrorReason.ConfigValueRange, "lora.alpha", 5, "inf")]
    [InlineData("lora[dropout=1.0]", ErrorReason.ConfigValueRange, "lora.dropout", 5, "1.0")]
    [InlineData("lora[use_gating=1]", ErrorReason.ConfigType, "lora.use_gating", 5, "1")]
    [InlineData("lora[attn_matrices='qv']", ErrorReason.ConfigType, "lora.attn_matrices", 5, "'qv'")]
    [InlineData("lora[attn_matrices=['x']]", ErrorReason.ConfigValueRange, "lora.attn_matrices", 5, "['x']")]
    [InlineData("lora[leave_out=[0, [1]]]", ErrorReason.ConfigType, "lora.leave_out", 5, "[0, [1]]")]
    [InlineData("lora[leave_out=[-1]]", ErrorReason.ConfigValueRange, "lora.leave_out", 5, "[-1]")]
    [InlineData("lora[architecture='other']", ErrorReason.ConfigValueRange, "lora.architecture", 5, "'other'")]
    [InlineData("ia3[r=2]", ErrorReason.ConfigValueRange, "lora.r", 4, "2")]
    [InlineData("lora[dtype='float8']", ErrorReason.ConfigValueRange, "lora.dtype", 5, "'float8'")]
    [InlineData("seq_bn[reduction_factor=0]", ErrorReason.ConfigValueRange, "bottleneck.reduction_factor", 7, "0")]
    [InlineData("seq_bn[reduction_factor={'x': 4}]", ErrorReason.ConfigValueRange, "bottleneck.reduction_factor", 7, "{'x': 4}")]
    [InlineData("seq_bn[scaling='learnt']", ErrorReason.ConfigValueRange, "bottleneck.scaling", 7, "'learnt'")]
    [InlineData("seq_bn[inv_adapter='nice']", ErrorReason.ConfigValueRange, "bottleneck.inv_adapter_reduction_factor", null, "None")]
    [InlineData("seq_bn[non_linearity='rleu']", ErrorReason.ConfigValueRange, "bottleneck.non_linearity", 7, "'rleu'")]
    [InlineData("prefix_tuning[prefix_length=0]", ErrorReason.ConfigValueRange, "prefix_tuning.prefix_length", 14, "0")]
    [InlineData("prompt_tuning[prompt_init='from_string']", ErrorReason.ConfigValueRange, "prompt_tuning.prompt_init_text", null, "None")]
    [InlineData("loreft[layers='some']", ErrorReason.ConfigType, "reft.layers", 7, "'some'")]
    public void Parse_OfAValueThatDoesNotFit_NamesKeyPlaceAndValue(string text, ErrorReason reason, string field, int? position, string found)
    {
        var error = Assert.Throws<BridgeException>(() => AdapterConfig.Parse(text));
        Assert.Equal((ErrorCode.InvalidArgument, reason), (error.Code, error.Reason));
        Assert.Equal((field, found), (error.Metadata["field"], error.Metadata["found"]));
        Assert.Equal(position?.ToString(), error.Metadata.GetValueOrDefault("position"));
        Assert.NotEmpty(error.Metadata["allowed"]);
    }

    [Theory]
    [InlineData("lroa", ErrorReason.ConfigUnknownMethod, "lora", 0)]
    [InlineData("lora|seq_nb[r=1]", ErrorReason.ConfigUnknownMethod, "seq_bn", 5)]
    [InlineData("lora[aplha=4]", ErrorReason.ConfigUnknownKey, "alpha", 5)]
    [InlineData("lora[r=4, Dropout=0.1]", ErrorReason.ConfigUnknownKey, "dropout", 10)]
    [InlineData("lora|prefix_tuning[flat=True,prefix_lenght=5]", ErrorReason.ConfigUnknownKey, "prefix_length", 29)]
    public void Parse_OfATypingError_NamesTheNearest(string text, ErrorReason reason, string nearest, int position)
    {
        var error = Assert.Throws<BridgeException>(() => AdapterConfig.Parse(text));
        Assert.Equal((reason, nearest, $"{position}"), (error.Reason, error.Metadata["nearest"], error.Metadata["position"]));
    }

    [Theory]
    [InlineData("lora[r=]", 7)]
    [InlineData("lora[r=4,,alpha=2]", 9)]
    [InlineData("lora[r=4", 8)]
    [InlineData("lora[r=4]x", 9)]
    [InlineData("lora[dropout=0.1,r=four]", 19)]
    [InlineData("lora|", 5)]
    [InlineData("lora[r=4 alpha=8]", 9)]
    [InlineData("lora[init_weights='bert]", 18)]
    public void Parse_OfTextThatIsNoConfiguration_NamesThePlace(string text, int position)
    {
        var error = Assert.Throws<BridgeException>(() => AdapterConfig.Parse(text));
        Assert.Equal((ErrorReason.ConfigSyntax, $"{position}"), (error.Reason, error.Metadata["position"]));
    }

    [Fact]
    public void Parse_UnknownKeyAndValueOutOfRange_NamesBoth()
    {
        var error = Assert.Throws<BridgeException>(() => AdapterConfig.Parse("lora[rank=4,r=0,dropout=2.0]"));
        Assert.Equal(["lora.rank", "lora.r", "lora.dropout"], error.Violations.Select(v => v.Field));
        Assert.Equal(ErrorReason.ConfigUnknownKey, error.Reason);
    }

    [Fact]
    public void Parse_OfManyMistakes_NamesAllOfThem()
    {
        var error = Assert.Throws<BridgeException>(() => AdapterConfig.Parse("lora[r=x,aplha=3]|seq_bn[reduction_factor=-1,scaling=[]]|nothing[a=1]"));
        Assert.Equal(["lora", "nothing"], error.Violations.Select(v => v.Field));
        error = Assert.Throws<BridgeException>(() => AdapterConfig.Parse("lora[r=0,dropout=2,alpha='x']|seq_bn[reduction_factor=-1,scaling=[]]"));
        Assert.Equal(["configs[0].lora.r", "configs[0].lora.alpha", "configs[0].lora.dropout", "configs[1].bottleneck.reduction_factor", "configs[1].bottleneck.scaling"], error.Violations.Select(v => v.Field));
        Assert.Contains("(and 4 more)", error.Message, StringComparison.Ordinal);
        Assert.Contains("0 is outside what is allowed: an integer in [1, 4096]", error.Violations[0].Description, StringComparison.Ordinal);
    }

    [Fact]
    public void FromJson_OfAnUnknownKeyThatMatters_IsRefusedUnlessLenient()
    {
        const string text = """{"architecture": "lora", "r": 4, "rank_pattern": {"a": 2}}""";
        var error = Assert.Throws<BridgeException>(() => AdapterConfig.Parse(text));
        Assert.Equal((ErrorReason.ConfigUnknownKey, "lora.rank_pattern"), (error.Reason, error.Metadata["field"]));
        var config = AdapterConfig.Parse(text, lenient: true);
        Assert.Equal("""{"a": 2}""", ConfigJson.Write(config.Attributes["rank_pattern"]!));
        Assert.Equal(config, AdapterConfig.FromJson(config.ToJson(), lenient: true));
        Assert.Equal(2, (int)config.ToJson()["rank_pattern"]!["a"]!);
    }

    [Theory]
    [InlineData("false")]
    [InlineData("null")]
    [InlineData("0")]
    [InlineData("[]")]
    public void FromJson_OfAnUnknownKeyThatIsOff_KeepsIt(string value)
    {
        var config = AdapterConfig.Parse($$"""{"architecture": "lora", "from_the_future": {{value}}}""");
        Assert.Equal(value, config.ToJson()["from_the_future"]?.ToJsonString() ?? "null");
    }

    [Theory]
    [InlineData("""{"architecture": "lora", "r": 2""", ErrorReason.ConfigSyntax)]
    [InlineData("""{"architecture": "loar"}""", ErrorReason.ConfigUnknownMethod)]
    [InlineData("""{"mh_adapter": true}""", ErrorReason.ArgumentInvalid)]
    [InlineData("""{"architecture": "union", "configs": ["lora"]}""", ErrorReason.ConfigType)]
    [InlineData("""{"architecture": "union", "configs": [{"architecture": "lora"}, {"architecture": "lora"}]}""", ErrorReason.CompositionInvalid)]
    public void Parse_OfJsonThatIsWrong_SaysHow(string text, ErrorReason reason) => Assert.Equal(reason, Assert.Throws<BridgeException>(() => AdapterConfig.Parse(text)).Reason);

    [Fact]
    public void Parse_OfHugeMistakes_AnswersSoonAndShortly()
    {
        string[] texts =
        [
            new string('[', 60000), $"lora[{new string(',', 60000)}]", $"lora[{string.Concat(Enumerable.Repeat("zzzzz=1,", 8000))}]", string.Join('|', Enumerable.Repeat("lora", 10000)),
            new string('x', 1_000_000), $$"""{"architecture": "lora", {{string.Join(", ", Enumerable.Range(0, 100_000).Select(i => $"\"k{i}\": 1"))}}}""",
            $$"""{"architecture": "union", "configs": [{{string.Join(", ", Enumerable.Repeat("""{"architecture": "lora", "leave_out": [1]}""", 20_000))}}]}""",
        ];
        var clock = System.Diagnostics.Stopwatch.StartNew();
        foreach (var text in texts)
        {
            var error = Assert.Throws<BridgeException>(() => AdapterConfig.Parse(text));
            Assert.InRange(error.Message.Length, 1, 2000);
            Assert.InRange(error.Metadata.Values.Sum(v => v.Length), 1, 2000);
            Assert.InRange(error.Violations.Count, 1, 64);
        }
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 20);
    }
}
