using Goldens;
using Goldens.Running;

namespace Bridge.Goldens.Tests;

public sealed class GlobTests
{
    [Theory]
    [InlineData("bert/lora*", "bert/lora-r4", true)]
    [InlineData("bert/lora*", "roberta/lora", false)]
    [InlineData("*/base", "bert/base", true)]
    [InlineData("*/base", "bert/base_leftpad", false)]
    [InlineData("bert/act-?elu", "bert/act-relu", true)]
    [InlineData("bert/act-[rg]elu", "bert/act-gelu", true)]
    [InlineData("bert/act-[!rg]elu", "bert/act-gelu", false)]
    [InlineData("bert/compacter++", "bert/compacter++", true)]
    [InlineData("*lora*", "bert/lora-r4", true)]
    public void Matches_NameOfCase_AsShellsDo(string pattern, string name, bool expected) => Assert.Equal(expected, new Glob(pattern).Matches(name));

    [Fact]
    public void Options_FilterWithCommas_AreAlternatives()
    {
        var options = GoldenOptions.Parse([AppContext.BaseDirectory, "--filter=a/x*,b/*", "--report", "r.json"]);
        Assert.True(options.Wants("a/xy"));
        Assert.True(options.Wants("b/z"));
        Assert.False(options.Wants("a/z"));
        Assert.Equal("r.json", options.ReportFile);
    }

    [Theory, InlineData("--nope"), InlineData("/no/such/folder"), InlineData("--filter")]
    public void Options_Wrong_AreRefused(string argument) => Assert.Throws<ArgumentException>(() => GoldenOptions.Parse([argument]));

    [Fact]
    public void Options_WithoutFolder_AreRefused() => Assert.Throws<ArgumentException>(() => GoldenOptions.Parse([]));
}
