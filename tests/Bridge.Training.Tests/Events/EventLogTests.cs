using Bridge.Core;
using Bridge.Training.Events;
using Xunit;

namespace Bridge.Training.Tests.Events;

public class EventLogTests
{
    private static StepEvent Step(long step) => new(step, 10, 0, 0.5, 1e-4, 1, 100);

    [Fact]
    public void Append_Events_NumbersThemFromOne()
    {
        var log = new EventLog();
        Assert.Equal(1, log.Append(Step(1)).Sequence);
        Assert.Equal(2, log.Append(new LogEvent("hello")).Sequence);
        Assert.Equal(2, log.LastSequence);
        Assert.NotEqual(default, log.Snapshot()[0].Time);
    }

    [Fact]
    public void Append_AfterTheTerminalState_IsRefused()
    {
        var log = new EventLog();
        log.Append(new StateChangedEvent(TrainingState.Succeeded));
        Assert.Equal(ErrorReason.InvariantBroken, Assert.Throws<BridgeException>(() => log.Append(Step(1))).Reason);
    }

    [Fact]
    public async Task ReadAllAsync_FromTheMiddle_GivesTheRestAndEnds()
    {
        var log = new EventLog();
        for (var i = 1; i <= 5; i++) log.Append(Step(i));
        using var reader = log.Read(afterSequence: 3);
        var reading = Task.Run(async () =>
        {
            var seen = new List<long>();
            await foreach (var item in reader.ReadAllAsync(TestContext.Current.CancellationToken)) seen.Add(item.Sequence);
            return seen;
        }, TestContext.Current.CancellationToken);
        await Task.Delay(20, TestContext.Current.CancellationToken);
        log.Append(Step(6));
        log.Append(new StateChangedEvent(TrainingState.Cancelled));
        Assert.Equal([4, 5, 6, 7], await reading);
        Assert.True(reader.IsAtEnd);
    }

    [Fact]
    public void Read_OfACompleteLog_Ends()
    {
        var log = new EventLog();
        log.Append(new StateChangedEvent(TrainingState.Failed, BridgeException.Corrupt("broken")));
        using var reader = log.Read();
        Assert.True(reader.TryRead(out var item));
        Assert.Equal("broken", Assert.IsType<StateChangedEvent>(item).Error!.Message);
        Assert.False(reader.Wait(TimeSpan.FromSeconds(5)));
        Assert.True(reader.IsAtEnd);
    }

    [Fact]
    public void Read_EventsThatAreGone_IsEventsTrimmedWithTheOldest()
    {
        var log = new EventLog();
        for (var i = 1; i <= EventLog.DefaultCapacity + 10; i++) log.Append(Step(i));
        var error = Assert.Throws<BridgeException>(() => log.Read(afterSequence: 5));
        Assert.Equal((ErrorCode.OutOfRange, ErrorReason.EventsTrimmed, "11"), (error.Code, error.Reason, error.Metadata["oldest_sequence"]));
        using var reader = log.Read(afterSequence: 10);
        Assert.True(reader.TryRead(out var first));
        Assert.Equal(11, first.Sequence);
        using var fresh = log.Read();
        Assert.True(fresh.TryRead(out first));
        Assert.Equal(11, first.Sequence);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void Read_NumberThatNeverWas_IsArgumentInvalid(long after)
    {
        var log = new EventLog();
        log.Append(Step(1));
        Assert.Equal(ErrorReason.ArgumentInvalid, Assert.Throws<BridgeException>(() => log.Read(after)).Reason);
    }

    [Fact]
    public void Append_ReaderThatLags_LosesStepsOnly()
    {
        var log = new EventLog(capacity: 100);
        using var slow = log.Read();
        for (var i = 1; i <= 1000; i++)
        {
            log.Append(Step(i));
            if (i % 50 == 0) log.Append(new EvaluationEvent(i, 0, new Dictionary<string, double>(), false));
        }
        log.Append(new StateChangedEvent(TrainingState.Succeeded));
        var seen = new List<TrainingEvent>();
        while (slow.TryRead(out var item)) seen.Add(item);
        Assert.Equal(20, seen.OfType<EvaluationEvent>().Count());
        Assert.IsType<StateChangedEvent>(seen[^1]);
        Assert.Equal(1021, slow.Dropped + seen.Count);
        Assert.InRange(seen.OfType<StepEvent>().Count(), 30, 100);
        Assert.Equal(seen.Select(item => item.Sequence).Order(), seen.Select(item => item.Sequence));
    }

    [Fact]
    public async Task Append_ManyWritersAndReaders_EachSeesAllInOrder()
    {
        var log = new EventLog();
        var readers = Enumerable.Range(0, 4).Select(_ => log.Read()).ToArray();
        var reading = readers.Select(reader => Task.Run(async () =>
        {
            var last = 0L;
            await foreach (var item in reader.ReadAllAsync()) Assert.Equal(++last, item.Sequence);
            return last;
        })).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++) log.Append(Step(i));
        })));
        log.Append(new StateChangedEvent(TrainingState.Succeeded));
        Assert.All(await Task.WhenAll(reading), last => Assert.Equal(2001, last));
        foreach (var reader in readers) reader.Dispose();
    }

    [Fact]
    public async Task WaitAsync_Cancelled_Throws()
    {
        using var reader = new EventLog().Read();
        using var source = new CancellationTokenSource(20);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reader.WaitAsync(source.Token));
    }

    [Fact]
    public void Wait_NothingComes_ReturnsAfterTheTimeout()
    {
        using var reader = new EventLog().Read();
        Assert.False(reader.Wait(TimeSpan.FromMilliseconds(10)));
        Assert.False(reader.IsAtEnd);
    }
}
