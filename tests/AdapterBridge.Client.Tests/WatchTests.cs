namespace AdapterBridge.Client.Tests;

public sealed class WatchTests(RealService service)
{
    [Fact]
    public async Task Watch_StreamBreaksOften_GivesEachEventOnce()
    {
        var training = new FakeTraining(events: 20, eventsPerStream: 6);
        await using var fake = await FakeService.StartAsync(training);
        using var client = BridgeClient.Connect(fake.Address);
        var job = await client.TrainingJobs("m").GetAsync("j").WaitAsync(RealService.Patience);
        var events = await Waiting.AllAsync(job.WatchAsync());
        Assert.Equal(Enumerable.Range(1, 20).Select(i => (long)i), events.Select(e => e.Sequence));
        Assert.Equal([0, 6, 12, 18], training.Asked);
        Assert.Equal(20, Assert.IsType<TrainingStateChanged>(events[^1]).Result!.Steps);
    }

    [Fact]
    public async Task Watch_ErrorOfTheService_IsNotTriedAgain()
    {
        var training = new FakeTraining(20, 3) { Failure = new RpcException(new Status(StatusCode.OutOfRange, "events 1 to 9 are gone")) };
        await using var fake = await FakeService.StartAsync(training);
        using var client = BridgeClient.Connect(fake.Address);
        var job = await client.TrainingJobs("m").GetAsync("j").WaitAsync(RealService.Patience);
        var error = await Waiting.ErrorOf(() => Waiting.AllAsync(job.WatchAsync()));
        Assert.Equal(StatusCode.OutOfRange, error.Code);
        Assert.Equal([0], training.Asked);
    }

    [Fact]
    public async Task Watch_ServiceStaysAway_GivesUpAfterTheReconnectTime()
    {
        var training = new FakeTraining(20, 0, ends: false);
        await using var fake = await FakeService.StartAsync(training);
        using var client = BridgeClient.Connect(fake.Address, new BridgeClientOptions { ReconnectTime = TimeSpan.FromSeconds(0.5) });
        var job = await client.TrainingJobs("m").GetAsync("j").WaitAsync(RealService.Patience);
        var error = await Waiting.ErrorOf(() => Waiting.AllAsync(job.WatchAsync()));
        Assert.Equal(StatusCode.Unavailable, error.Code);
        Assert.InRange(training.Asked.Count, 2, 10);
    }

    [Fact]
    public async Task Watch_ConnectionCutWhileTraining_GoesOnAndTheJobEndsWell()
    {
        await using var proxy = new CuttingProxy(service.Address);
        using var client = BridgeClient.Connect(proxy.Address);
        var model = client.Models["minilm"];
        var dataset = await client.Datasets.UploadAsync("cut", RealService.TrainFile, new DatasetSchema { Labels = ["negative", "positive"] }).WaitAsync(RealService.Patience);
        var adapter = await model.Adapters.CreateAsync("cut", "lora[r=2]").WaitAsync(RealService.Patience);
        var head = await model.Heads.CreateAsync("cut", ["negative", "positive"]).WaitAsync(RealService.Patience);
        var job = await model.TrainAsync(new TrainingRequest { Adapters = [adapter], Heads = [head], Dataset = dataset, MaxLength = 16, Options = new TrainingOptions { MaxSteps = 40, BatchSize = 4 } }).WaitAsync(RealService.Patience);
        var events = new List<TrainingEvent>();
        using var limit = new CancellationTokenSource(RealService.Patience);
        await foreach (var occurrence in job.WatchAsync(cancellationToken: limit.Token))
        {
            events.Add(occurrence);
            if (occurrence is TrainingStep { Step: 3 or 10 }) proxy.Cut();
        }

        Assert.Equal(Enumerable.Range(1, 40).Select(i => (long)i), events.OfType<TrainingStep>().Select(e => e.Step));
        Assert.Equal(TrainingState.Succeeded, Assert.IsType<TrainingStateChanged>(events[^1]).State);
        Assert.InRange(proxy.Connections, 2, 10);
    }

    [Fact]
    public async Task Watch_CallerCancels_EndsAtOnce()
    {
        var training = new FakeTraining(20, 0, ends: false);
        await using var fake = await FakeService.StartAsync(training);
        using var client = BridgeClient.Connect(fake.Address);
        var job = await client.TrainingJobs("m").GetAsync("j").WaitAsync(RealService.Patience);
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(0.3));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var occurrence in job.WatchAsync(cancellationToken: source.Token)) Assert.Fail($"{occurrence}");
        });
    }
}
