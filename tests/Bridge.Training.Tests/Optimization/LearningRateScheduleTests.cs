using Bridge.Training.Optimization;
using Xunit;

namespace Bridge.Training.Tests.Optimization;

public class LearningRateScheduleTests
{
    [Theory]
    [InlineData(ScheduleKind.Linear, 0, 0)]
    [InlineData(ScheduleKind.Linear, 5, 0.5)]
    [InlineData(ScheduleKind.Linear, 10, 1)]
    [InlineData(ScheduleKind.Linear, 55, 0.5)]
    [InlineData(ScheduleKind.Linear, 100, 0)]
    [InlineData(ScheduleKind.Cosine, 5, 0.5)]
    [InlineData(ScheduleKind.Cosine, 10, 1)]
    [InlineData(ScheduleKind.Cosine, 40, 0.75)] // a third of the way: (1 + cos 60°) / 2
    [InlineData(ScheduleKind.Cosine, 55, 0.5)]
    [InlineData(ScheduleKind.Cosine, 100, 0)]
    [InlineData(ScheduleKind.Constant, 0, 1)]
    [InlineData(ScheduleKind.Constant, 99, 1)]
    [InlineData(ScheduleKind.ConstantWithWarmup, 5, 0.5)]
    [InlineData(ScheduleKind.ConstantWithWarmup, 99, 1)]
    [InlineData(ScheduleKind.Polynomial, 5, 0.5)]
    [InlineData(ScheduleKind.Polynomial, 55, 0.5)]
    public void At_TenWarmupOfHundred_MatchesHandComputation(ScheduleKind kind, long step, double share) =>
        Assert.Equal(0.02 * share, new LearningRateSchedule(kind, 0.02, 100, 10).At(step), 1e-7);

    [Fact]
    public void At_PolynomialOfPowerTwo_EndsAtTheEndRate()
    {
        var schedule = new LearningRateSchedule(ScheduleKind.Polynomial, 1, 100, 0) { Power = 2, EndRate = 0.1 };
        Assert.Equal(0.9 * 0.25 + 0.1, schedule.At(50), 1e-12);
        Assert.Equal(0.1, schedule.At(100), 1e-12);
        Assert.Equal(0.1, schedule.At(200), 1e-12);
    }

    [Fact]
    public void At_NoWarmup_BeginsAtTheFullRate() => Assert.Equal(1, new LearningRateSchedule(ScheduleKind.Linear, 1, 10, 0).At(0));
}
