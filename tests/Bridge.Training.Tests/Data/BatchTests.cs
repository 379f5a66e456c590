using Bridge.Core;
using Bridge.Training.Data;
using Xunit;
using static TorchSharp.torch;

namespace Bridge.Training.Tests.Data;

public class BatchTests
{
    private static readonly Dictionary<string, int> NoLabels = [];

    private static EncodedDataset Data(Targets targets) => new("rows", [[5, 6, 7], [8], [9, 10]], [[0, 0, 1], [0], [0, 1]], targets, NoLabels);

    [Fact]
    public void Create_RowsOfDifferentLength_PadsToTheLongest()
    {
        using var batch = Batch.Create(Data(Targets.Single([2, 0, 1])), [2, 0], 99, 3, CPU);
        Assert.Equal([2, 3], batch.Inputs.InputIds!.shape);
        Assert.Equal([9, 10, 99, 5, 6, 7], batch.Inputs.InputIds!.data<long>().ToArray());
        Assert.Equal([1, 1, 0, 1, 1, 1], batch.Inputs.AttentionMask!.data<long>().ToArray());
        Assert.Equal([0, 1, 0, 0, 0, 1], batch.Inputs.TokenTypeIds!.data<long>().ToArray());
        Assert.Equal([1, 2], batch.Labels!.data<long>().ToArray());
        Assert.Equal((5, 2), (batch.TokenCount, batch.TargetCount));
    }

    [Fact]
    public void Create_ShortRowsOnly_IsNoLongerThanThey()
    {
        using var batch = Batch.Create(Data(Targets.None(3)), [1], 0, 3, CPU);
        Assert.Equal([1, 1], batch.Inputs.InputIds!.shape);
        Assert.Null(batch.Labels);
    }

    [Fact]
    public void Create_SetsOfClasses_MarksThem()
    {
        using var batch = Batch.Create(Data(Targets.Multiple([[0, 2], [], [1]])), [0, 1], 0, 3, CPU);
        Assert.Equal([1, 0, 1, 0, 0, 0], batch.Labels!.data<float>().ToArray());
        Assert.Equal([2, 3], batch.Labels!.shape);
    }

    [Fact]
    public void Create_Scores_AreFloats()
    {
        using var batch = Batch.Create(Data(Targets.Score([0.5f, 1, -1])), [2, 0], 0, 1, CPU);
        Assert.Equal([-1, 0.5f], batch.Labels!.data<float>().ToArray());
    }

    [Theory]
    [InlineData("no rows")]
    [InlineData("no tokens")]
    [InlineData("3 labels")]
    [InlineData("1 segment ids")]
    public void EncodedDataset_Malformed_IsDataInvalid(string what)
    {
        var error = Assert.Throws<BridgeException>(() => what switch
        {
            "no rows" => new EncodedDataset("rows", [], null, Targets.None(0), NoLabels),
            "no tokens" => new EncodedDataset("rows", [[1], []], null, Targets.None(2), NoLabels),
            "3 labels" => new EncodedDataset("rows", [[1], [2]], null, Targets.None(3), NoLabels),
            _ => new EncodedDataset("rows", [[1, 2]], [[0]], Targets.None(1), NoLabels),
        });
        Assert.Equal(ErrorReason.DataInvalid, error.Reason);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }
}
