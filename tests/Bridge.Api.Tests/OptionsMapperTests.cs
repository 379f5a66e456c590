using Bridge.Api.Mapping;
using Bridge.Core;
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

    [Theory]
    [InlineData(null)]
    [InlineData(0.0)]
    [InlineData(0.25)]
    public void Dropout_ThereAndBack_IsTheSame(double? value)
    {
        var written = OptionsMapper.Write(new TrainingSettings { Dropout = value });
        Assert.Equal(value is not null, written.HasDropout);
        Assert.Equal(value, OptionsMapper.Read(written).Dropout);
    }

    [Fact]
    public void Located_OptionsThatAreWrong_AreWhereTheRequestHasThem()
    {
        var error = new BridgeException(ErrorCode.InvalidArgument, ErrorReason.ArgumentInvalid, "wrong", new Dictionary<string, string>(),
            [new Violation("dropout", "is 1"), new Violation("optimizer.beta1", "is 1"), new Violation("setup", "is odd")]);
        var located = OptionsMapper.Located(error);
        Assert.Equal(["spec.options.dropout", "spec.options.beta1", "setup"], located.Violations.Select(v => v.Field));
        Assert.Equal((error.Code, error.Reason, error.Message), (located.Code, located.Reason, located.Message));
    }
}
