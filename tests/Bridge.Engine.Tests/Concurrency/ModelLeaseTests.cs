using Bridge.Core;
using Bridge.Engine.Leases;
using Xunit;

namespace Bridge.Engine.Tests.Concurrency;

public sealed class ModelLeaseTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void Read_Twice_BothHold()
    {
        var lease = new ModelLease("m");
        using var first = lease.Read(TestContext.Current.CancellationToken);
        using var second = lease.Read(TestContext.Current.CancellationToken);
        Assert.NotSame(first, second);
    }

    [Fact]
    public async Task Write_WhileRead_WaitsAndGoesBeforeLaterReaders()
    {
        var lease = new ModelLease("m");
        var order = new List<string>();
        var reader = lease.Read(TestContext.Current.CancellationToken);
        var writer = Task.Run(() => { using (lease.Write()) lock (order) order.Add("write"); }, TestContext.Current.CancellationToken);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        var later = Task.Run(() => { using (lease.Read()) lock (order) order.Add("read"); }, TestContext.Current.CancellationToken);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        lock (order) Assert.Empty(order);
        reader.Dispose();
        await Task.WhenAll(writer, later).WaitAsync(Patience);
        Assert.Equal(["write", "read"], order);
    }

    [Fact]
    public async Task Write_Cancelled_GivesUpAndReadersGoOn()
    {
        var lease = new ModelLease("m");
        using var reader = lease.Read(TestContext.Current.CancellationToken);
        using var source = new CancellationTokenSource(50);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Run(() => lease.Write(source.Token), TestContext.Current.CancellationToken).WaitAsync(Patience));
        using var second = await Task.Run(() => lease.Read(), TestContext.Current.CancellationToken).WaitAsync(Patience);
        Assert.NotNull(second);
    }

    [Fact]
    public void Read_AfterClose_IsModelNotFound()
    {
        var lease = new ModelLease("m");
        using (lease.Write(TestContext.Current.CancellationToken)) lease.Close();
        var error = Assert.Throws<BridgeException>(() => lease.Read());
        Assert.Equal(ErrorReason.ModelNotFound, error.Reason);
        Assert.Equal("m", error.Metadata["model"]);
    }

    [Fact]
    public async Task ReadAndWrite_FromManyThreads_NeverTogether()
    {
        var lease = new ModelLease("m");
        int readers = 0, writers = 0, wrong = 0;
        var threads = Enumerable.Range(0, 8).Select(seed => Task.Run(() =>
        {
            var random = new Random(seed);
            for (var i = 0; i < 500; i++)
            {
                if (random.Next(5) == 0)
                {
                    using (lease.Write())
                    {
                        if (Interlocked.Increment(ref writers) != 1 || Volatile.Read(ref readers) != 0) Interlocked.Increment(ref wrong);
                        Interlocked.Decrement(ref writers);
                    }
                }
                else
                {
                    using (lease.Read())
                    {
                        Interlocked.Increment(ref readers);
                        if (Volatile.Read(ref writers) != 0) Interlocked.Increment(ref wrong);
                        Interlocked.Decrement(ref readers);
                    }
                }
            }
        }, TestContext.Current.CancellationToken));
        await Task.WhenAll(threads).WaitAsync(Patience);
        Assert.Equal(0, wrong);
    }
}
