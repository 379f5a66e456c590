using Bridge.Core;
using Bridge.Training.Data;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace Bridge.Training.Tests.Data;

public class BatchPlanTests
{
    private static int[] Lengths(int rows) => [.. Enumerable.Range(0, rows).Select(row => 1 + row * 7919 % 128)];

    [Property(MaxTest = 100)]
    public void Step_AnySizes_CoversEveryRowOnceAnEpochWithoutEmptyBatches(PositiveInt rows, PositiveInt batch, PositiveInt accumulation, int seed)
    {
        var (count, size, parts) = (rows.Get % 500 + 1, batch.Get % 40 + 1, accumulation.Get % 5 + 1);
        var plan = new BatchPlan(Lengths(count), size, parts, new RandomSource((ulong)seed));
        for (var epoch = 0; epoch < 2; epoch++)
        {
            var batches = Enumerable.Range(0, plan.StepsPerEpoch).Select(step => plan.Step(epoch * plan.StepsPerEpoch + step)).ToArray();
            Assert.All(batches, step => Assert.InRange(step.Count, 1, parts));
            Assert.All(batches.SelectMany(step => step), rowsOf => Assert.InRange(rowsOf.Length, 1, size));
            Assert.Equal(Enumerable.Range(0, count), batches.SelectMany(step => step).SelectMany(row => row).Order());
        }
    }

    [Fact]
    public void Step_SameSeed_SamePlanFromAnyStart()
    {
        var first = new BatchPlan(Lengths(100), 8, 2, new RandomSource(7));
        var second = new BatchPlan(Lengths(100), 8, 2, new RandomSource(7));
        var all = Enumerable.Range(0, 20).Select(step => first.Step(step)).ToArray();
        Assert.Equal(all[17], second.Step(17));
        Assert.Equal(all[3], second.Step(3));
        Assert.NotEqual(all[0].SelectMany(rows => rows).Order(), all[7].SelectMany(rows => rows).Order());
    }

    [Fact]
    public void Step_RowsPerStepAlike_SameRowsHoweverCut()
    {
        var whole = new BatchPlan(Lengths(100), 8, 1, new RandomSource(3));
        var parts = new BatchPlan(Lengths(100), 2, 4, new RandomSource(3));
        for (var step = 0; step < whole.StepsPerEpoch; step++)
            Assert.Equal(whole.Step(step).SelectMany(rows => rows), parts.Step(step).SelectMany(rows => rows));
    }

    [Fact]
    public void Step_ManyRows_GroupsByLength()
    {
        var lengths = Lengths(5000);
        var plan = new BatchPlan(lengths, 32, 1, new RandomSource(1));
        var padded = Enumerable.Range(0, plan.StepsPerEpoch).SelectMany(step => plan.Step(step)).Sum(rows => rows.Length * rows.Max(row => lengths[row]));
        Assert.InRange(padded / (double)lengths.Sum(), 1, 1.06);
    }

    [Fact]
    public void Step_WithoutRandomness_IsByLength()
    {
        var plan = new BatchPlan([3, 9, 5], 2);
        Assert.Equal([[1, 2]], plan.Step(0));
        Assert.Equal([[0]], plan.Step(1));
    }

    [Fact]
    public void Constructor_NoRows_IsBatchEmpty() =>
        Assert.Equal(ErrorReason.BatchEmpty, Assert.Throws<BridgeException>(() => new BatchPlan([], 8)).Reason);
}
