using System.Text.RegularExpressions;
using Xunit;

namespace Bridge.Configuration.Tests;

public partial class CatalogueTests
{
    public static TheoryData<string> Identifiers => [.. MethodPresets.Names];

    [Fact]
    public void All_OfTheIdentifiers_AreTwentyEightSixOfThemOld()
    {
        Assert.Equal(28, MethodPresets.All.Count);
        Assert.Equal(28, MethodPresets.Names.Distinct().Count());
        Assert.Equal(6, MethodPresets.All.Count(p => p.DeprecatedFor is not null));
        Assert.All(MethodPresets.All, p => Assert.Matches(ArxivNumber(), p.Paper));
    }

    [Theory]
    [MemberData(nameof(Identifiers))]
    public void Write_OfAnIdentifier_GivesItOrItsNewName(string name) =>
        Assert.Equal(MethodPresets.Find(name)!.DeprecatedFor ?? name, AdapterConfig.Parse(name).Write());

    [Theory]
    [MemberData(nameof(Identifiers))]
    public void Keys_OfAnIdentifier_AreDescribedAndTakeTheirDefaults(string name)
    {
        var preset = MethodPresets.Find(name)!;
        for (var part = 0; part < preset.Parts.Count; part++)
            foreach (var key in preset.Keys(part))
            {
                Assert.True(key.Description.Length > 10 && key.Description.EndsWith('.'), key.Name);
                Assert.NotEmpty(key.Allowed);
                if (preset.IsUnion || key.IsHidden) continue;
                Assert.NotNull(key.Default);
                Assert.Equal(AdapterConfig.Parse(name), AdapterConfig.Parse($"{name}[{key.Name}={key.Default!.PythonText}]"));
            }
    }

    [Fact]
    public void Defaults_OfRecords_AreThoseOfTheIdentifiers()
    {
        Assert.Equal(new LoraConfig(), AdapterConfig.Parse("lora"));
        Assert.Equal(new MtlLoraConfig(), AdapterConfig.Parse("mtl_lora"));
        Assert.Equal(new BottleneckConfig(), AdapterConfig.Parse("seq_bn"));
        Assert.Equal(new PrefixTuningConfig(), AdapterConfig.Parse("prefix_tuning"));
        Assert.Equal(new PromptTuningConfig(), AdapterConfig.Parse("prompt_tuning"));
        Assert.Equal(new ReftConfig(), AdapterConfig.Parse("loreft"));
        Assert.Equal(FusionConfig.Dynamic, FusionConfig.Parse("dynamic"));
        Assert.Equal(FusionConfig.Static, FusionConfig.Parse("static"));
    }

    [Theory]
    [InlineData("lora", LoraVariant.Lora)]
    [InlineData("ia3", LoraVariant.Ia3)]
    [InlineData("vera", LoraVariant.Vera)]
    [InlineData("dora", LoraVariant.Dora)]
    [InlineData("dvora", LoraVariant.Dvora)]
    [InlineData("lora[vera_d=1,vera_b=0]", LoraVariant.Lora)]
    [InlineData("lora[vera_d=1,vera_b=0.0]", LoraVariant.Vera)]
    public void Variant_OfTheFamily_IsTheLibrarys(string text, LoraVariant variant) => Assert.Equal(variant, ((LoraConfig)AdapterConfig.Parse(text)).Variant);

    [Fact]
    public void For_OfALayer_TakesItsOwnFactorOrTheDefault()
    {
        var factor = ((BottleneckConfig)AdapterConfig.Parse("seq_bn[reduction_factor={'1': 4, 'default': 16}]")).ReductionFactor;
        Assert.Equal((16, 4, 16), (factor.For(0), factor.For(1), factor.For(11)));
        Assert.Null(((BottleneckConfig)AdapterConfig.Parse("seq_bn[reduction_factor={'1': 4}]")).ReductionFactor.For(0));
    }

    [Fact]
    public void Replace_OfAUnion_ReachesEveryPart()
    {
        var config = (ConfigUnion)AdapterConfig.Parse("mam").Replace(KeyValuePair.Create("leave_out", (ConfigValue)ConfigValue.List(0, 2)));
        Assert.Equal([0, 2], ((PrefixTuningConfig)config.Configs[0]).LeaveOut);
        Assert.Equal([0, 2], ((BottleneckConfig)config.Configs[1]).LeaveOut);
        Assert.Equal("prefix_tuning[leave_out=[0, 2],bottleneck_size=800]|par_bn[leave_out=[0, 2]]", config.Write());
    }

    [GeneratedRegex(@"^\d{4}\.\d{5}$")]
    private static partial Regex ArxivNumber();
}
