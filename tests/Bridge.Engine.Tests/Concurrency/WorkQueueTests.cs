using Bridge.Core;
using Bridge.Engine.Work;
using Xunit;

namespace Bridge.Engine.Tests.Concurrency;

public sealed class WorkQueueTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Run_WorkWithResult_RunsOnAnOwnedThread()
    {
        using var queue = new WorkQueue("test", threads: 1, capacity: 4);
        var (name, value) = await queue.Run(_ => (Thread.CurrentThread.Name, 42)).WaitAsync(Patience);
        Assert.Equal("bridge-test-0", name);
        Assert.Equal(42, value);
    }

    [Fact]
    public async Task Run_MoreThanTheCapacity_IsQueueFull()
    {
        using var queue = new WorkQueue("test", threads: 1, capacity: 2);
        using var gate = new ManualResetEventSlim();
        using var started = new ManualResetEventSlim();
        var first = queue.Run(_ => { started.Set(); return gate.Wait(Patience); });
        Assert.True(started.Wait(Patience));
        var waiting = new[] { queue.Run(_ => 1), queue.Run(_ => 2) };
        var error = Assert.Throws<BridgeException>(() => { _ = queue.Run(_ => 3); });
        Assert.Equal(ErrorReason.QueueFull, error.Reason);
        Assert.Equal(ErrorCode.ResourceExhausted, error.Code);
        Assert.Equal("2", error.Metadata["capacity"]);
        gate.Set();
        Assert.True(await first.WaitAsync(Patience));
        var values = await Task.WhenAll(waiting).WaitAsync(Patience);
        Assert.Equal([1, 2], values);
    }

    [Fact]
    public async Task Run_CancelledWhileWaiting_NeverStartsAndFreesItsPlace()
    {
        using var queue = new WorkQueue("test", threads: 1, capacity: 1);
        using var gate = new ManualResetEventSlim();
        using var started = new ManualResetEventSlim();
        var first = queue.Run(_ => { started.Set(); return gate.Wait(Patience); });
        Assert.True(started.Wait(Patience));
        using var source = new CancellationTokenSource();
        var ran = false;
        var second = queue.Run(_ => ran = true, source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(Patience));
        var third = queue.Run(_ => 3);
        gate.Set();
        Assert.True(await first.WaitAsync(Patience));
        Assert.Equal(3, await third.WaitAsync(Patience));
        Assert.False(ran);
    }

    [Fact]
    public async Task Run_WorkThatThrows_GivesTheErrorAndServesOn()
    {
        using var queue = new WorkQueue("test", threads: 1, capacity: 4);
        var error = await Assert.ThrowsAsync<BridgeException>(() => queue.Run<int>(_ => throw new System.Runtime.InteropServices.ExternalException("DefaultCPUAllocator: can't allocate memory: you tried to allocate 1 bytes")).WaitAsync(Patience));
        Assert.Equal(ErrorReason.OutOfMemory, error.Reason);
        error = await Assert.ThrowsAsync<BridgeException>(() => queue.Run<int>(_ => throw new System.Runtime.InteropServices.ExternalException("expected scalar type")).WaitAsync(Patience));
        Assert.Equal(ErrorReason.NativeFailure, error.Reason);
        Assert.Equal(5, await queue.Run(_ => 5).WaitAsync(Patience));
    }

    [Fact]
    public async Task Dispose_WithWorkWaiting_FailsItAsShuttingDown()
    {
        var queue = new WorkQueue("test", threads: 1, capacity: 4);
        using var gate = new ManualResetEventSlim();
        using var started = new ManualResetEventSlim();
        var first = queue.Run(_ => { started.Set(); return gate.Wait(Patience); });
        Assert.True(started.Wait(Patience));
        var second = queue.Run(_ => 2);
        var disposing = Task.Run(queue.Dispose, TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<BridgeException>(() => second.WaitAsync(Patience));
        Assert.Equal(ErrorReason.ShuttingDown, error.Reason);
        gate.Set();
        await disposing.WaitAsync(Patience);
        Assert.True(await first.WaitAsync(Patience));
    }

    [Fact]
    public async Task Run_RandomCancels_EveryTaskEndsAndThreadsStay()
    {
        using var queue = new WorkQueue("test", threads: 2, capacity: 10_000);
        var random = new Random(7);
        var tasks = new List<(Task<int> Task, CancellationTokenSource Source)>();
        for (var i = 0; i < 5_000; i++)
        {
            var source = new CancellationTokenSource();
            var value = i;
            tasks.Add((queue.Run(token => { Thread.SpinWait(200); token.ThrowIfCancellationRequested(); return value; }, source.Token), source));
            if (random.Next(2) == 0) await tasks[random.Next(tasks.Count)].Source.CancelAsync();
        }
        var done = 0;
        foreach (var (task, source) in tasks)
        {
            try
            {
                await task.WaitAsync(Patience);
                done++;
            }
            catch (OperationCanceledException)
            {
            }
            source.Dispose();
        }
        Assert.InRange(done, 1, 5_000);
        Assert.Equal(0, queue.Waiting);
        Assert.Equal(1, await queue.Run(_ => 1).WaitAsync(Patience));
    }
}
