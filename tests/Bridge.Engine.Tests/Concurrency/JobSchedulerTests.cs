using System.Collections.Concurrent;
using Bridge.Core;
using Bridge.Engine.Jobs;
using Xunit;

namespace Bridge.Engine.Tests.Concurrency;

public sealed class JobSchedulerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void Submit_BusyModelWithoutQueue_IsModelBusy()
    {
        using var gate = new ManualResetEventSlim();
        using var scheduler = new JobScheduler(maxRunning: 2, maxWaiting: 4);
        scheduler.Submit(new ScheduledJob("one", "m", _ => gate.Wait(Patience), () => { }), queue: false);
        var error = Assert.Throws<BridgeException>(() => scheduler.Submit(new ScheduledJob("two", "m", _ => { }, () => { }), queue: false));
        Assert.Equal((ErrorCode.Aborted, ErrorReason.ModelBusy), (error.Code, error.Reason));
        Assert.Equal("one", error.Metadata["training_job"]);
        gate.Set();
    }

    [Fact]
    public void Submit_Queued_RunsAfterTheFirstAndOtherModelsPass()
    {
        using var gate = new ManualResetEventSlim();
        using var done = new CountdownEvent(2);
        using var scheduler = new JobScheduler(maxRunning: 2, maxWaiting: 4);
        var order = new ConcurrentQueue<string>();
        scheduler.Submit(new ScheduledJob("a1", "a", _ => { gate.Wait(Patience); order.Enqueue("a1"); }, () => { }), queue: true);
        scheduler.Submit(new ScheduledJob("a2", "a", _ => { order.Enqueue("a2"); done.Signal(); }, () => { }), queue: true);
        scheduler.Submit(new ScheduledJob("b1", "b", _ => { order.Enqueue("b1"); gate.Set(); done.Signal(); }, () => { }), queue: true);
        Assert.True(done.Wait(Patience));
        Assert.Equal(["b1", "a1", "a2"], order);
    }

    [Fact]
    public void Cancel_Waiting_IsAbandonedAndRunningSeesTheToken()
    {
        using var stopped = new ManualResetEventSlim();
        using var scheduler = new JobScheduler(maxRunning: 1, maxWaiting: 4);
        var abandoned = 0;
        var first = new ScheduledJob("one", "m", token => { token.WaitHandle.WaitOne(Patience); stopped.Set(); }, () => { });
        var second = new ScheduledJob("two", "m", _ => Assert.Fail("a cancelled job ran"), () => abandoned++);
        scheduler.Submit(first, queue: false);
        scheduler.Submit(second, queue: true);
        scheduler.Cancel(second);
        scheduler.Cancel(second);
        Assert.Equal(1, abandoned);
        scheduler.Cancel(first);
        Assert.True(stopped.Wait(Patience));
    }

    [Fact]
    public void Submit_FullQueue_IsQueueFull()
    {
        using var gate = new ManualResetEventSlim();
        using var scheduler = new JobScheduler(maxRunning: 1, maxWaiting: 1);
        scheduler.Submit(new ScheduledJob("one", "m", _ => gate.Wait(Patience), () => { }), queue: true);
        scheduler.Submit(new ScheduledJob("two", "m", _ => { }, () => { }), queue: true);
        var error = Assert.Throws<BridgeException>(() => scheduler.Submit(new ScheduledJob("three", "m", _ => { }, () => { }), queue: true));
        Assert.Equal(ErrorReason.QueueFull, error.Reason);
        gate.Set();
    }
}
