using Bridge.Api.Mapping;
using Bridge.Engine;
using Xunit;

namespace Bridge.Api.Tests;

public sealed class OptionsMapperTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(false)]
    [InlineData(true)]
    public void GradientCheckpointing_ThereAndBack_IsTheSame(bool? value)
    {
        var written = OptionsMapper.Write(new TrainingSettings { GradientCheckpointing = value });
        Assert.Equal(value is not null, written.HasGradientCheckpointing);
        Assert.Equal(value, OptionsMapper.Read(written).GradientCheckpointing);
    }
}
