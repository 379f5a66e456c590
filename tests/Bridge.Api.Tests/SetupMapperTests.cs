using Bridge.Api.Mapping;
using Bridge.Configuration;
using Bridge.Core;
using Xunit;

namespace Bridge.Api.Tests;

public sealed class SetupMapperTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("Stack(a, Parallel(b, Stack(c, d)))")]
    [InlineData("Fuse(a, b, name='f')")]
    [InlineData("Split(a, b, splits=[2, 3])")]
    [InlineData("BatchSplit(a, b, batch_sizes=[1, 4])")]
    [InlineData("Average(a, b, weights=[0.25, 0.75])")]
    [InlineData("Average(a, b, weights=[2.0, 3.0], normalize_weights=False)")]
    [InlineData("MultiTask(a, b)")]
    public void Read_OfWrite_IsTheSameTree(string text)
    {
        var composition = Composition.Parse(text);
        var setup = SetupMapper.Write(composition, ["h"]);
        Assert.Equal(composition, SetupMapper.Read(setup, "setup"));
        Assert.Equal(["h"], setup.Heads);
        Assert.Equal(composition, SetupMapper.Read(new V1.Setup { CompositionString = text }, "setup"));
    }

    [Fact]
    public void Read_Nothing_IsTheBase()
    {
        Assert.Null(SetupMapper.Read(null, "setup"));
        Assert.Null(SetupMapper.Read(new V1.Setup(), "setup"));
    }

    [Fact]
    public void Read_NestedWithoutEnd_IsRefused()
    {
        var message = new V1.Composition { Adapter = "a" };
        for (var i = 0; i < 50; i++) message = new V1.Composition { Stack = new V1.Stack { Children = { message } } };
        var error = Assert.Throws<BridgeException>(() => SetupMapper.Read(new V1.Setup { Composition = message }, "setup"));
        Assert.Equal(ErrorReason.CompositionInvalid, error.Reason);
        Assert.Single(error.Violations);
    }

    [Fact]
    public void Read_OneNumber_StandsForAllParts()
    {
        var split = new V1.BatchSplit { Children = { new V1.Composition { Adapter = "a" }, new V1.Composition { Adapter = "b" } }, BatchSizes = { 3 } };
        Assert.Equal("BatchSplit(a, b, batch_sizes=[3, 3])", SetupMapper.Read(new V1.Setup { Composition = new V1.Composition { BatchSplit = split } }, "setup")!.Write());
    }
}
