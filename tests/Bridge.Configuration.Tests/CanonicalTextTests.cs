using Xunit;

namespace Bridge.Configuration.Tests;

public class CanonicalTextTests
{
    [Theory]
    [InlineData("lora")]
    [InlineData("lora[r=4]|seq_bn[reduction_factor=8]")]
    [InlineData("mam")]
    [InlineData("unipelt")]
    [InlineData("direft")]
    [InlineData("vera[vera_b=0]")]
    [InlineData("seq_bn[reduction_factor={'1': 4, 'default': 16}]")]
    [InlineData("prompt_tuning[prompt_init='from_string',prompt_init_text='a\\x7cb']")]
    public void Write_OfParsed_IsCanonical(string text)
    {
        var config = AdapterConfig.Parse(text);
        Assert.Equal(text, config.Write());
        Assert.Equal(config, AdapterConfig.Parse(config.Write()));
        Assert.Equal(config, AdapterConfig.FromJson(config.ToJson()));
    }

    [Theory]
    [InlineData("Stack(a, Parallel(b, c))")]
    [InlineData("Average(a, b, weights=[0.25, 0.75])")]
    [InlineData("BatchSplit(a, Stack(b, c), batch_sizes=[2, 1])")]
    public void Write_OfParsedComposition_IsCanonical(string text) => Assert.Equal(text, Composition.Parse(text).Write());
}
