namespace AdapterBridge.Client.Tests;

public sealed class ErrorTests(RealService service)
{
    [Fact]
    public async Task Get_MissingAdapter_IsTyped()
    {
        var error = await Waiting.ErrorOf(() => service.Model.Adapters.GetAsync("gone"));
        Assert.Equal((StatusCode.NotFound, "ADAPTER_NOT_FOUND"), (error.Code, error.Reason));
        Assert.Contains("gone", error.Metadata.Values);
        Assert.Contains("gone", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_BadConfiguration_NamesEveryViolation()
    {
        var error = await Waiting.ErrorOf(() => service.Model.Adapters.CreateAsync("bad", new LoraConfig { R = 0, Dropout = 3 }));
        Assert.Equal((StatusCode.InvalidArgument, "CONFIG_VALUE_RANGE"), (error.Code, error.Reason));
        Assert.Equal(["config.lora.dropout", "config.lora.r"], error.Violations.Select(v => v.Field).Order());
        Assert.All(error.Violations, v => Assert.NotEmpty(v.Description));
    }

    [Fact]
    public async Task Create_SameNameTwice_IsTaken()
    {
        await service.Model.Adapters.CreateAsync("taken", "lora[r=1]").WaitAsync(RealService.Patience);
        var error = await Waiting.ErrorOf(() => service.Model.Adapters.CreateAsync("taken", "lora[r=1]"));
        Assert.Equal((StatusCode.AlreadyExists, "ADAPTER_NAME_TAKEN"), (error.Code, error.Reason));
        await service.Model.Adapters.DeleteAsync("taken").WaitAsync(RealService.Patience);
        await service.Model.Adapters.DeleteAsync("taken", allowMissing: true).WaitAsync(RealService.Patience);
    }

    [Fact]
    public async Task Call_Cancelled_ThrowsOperationCanceled()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => service.Model.GetAsync(source.Token).WaitAsync(RealService.Patience));
    }

    [Fact]
    public async Task Call_Unavailable_IsTriedAgainWithTheSameRequestId()
    {
        var adapters = new FakeAdapters(refusals: 2);
        await using var fake = await FakeService.StartAsync(adapters);
        using var client = BridgeClient.Connect(fake.Address);
        var made = await client.Adapters("m").CreateAsync("a", "lora").WaitAsync(RealService.Patience);
        Assert.Equal("models/m/adapters/a", made.Name);
        Assert.Equal(3, adapters.RequestIds.Count);
        Assert.Single(adapters.RequestIds.Distinct());
        Assert.NotEmpty(adapters.RequestIds[0]);
        Assert.Single(adapters.Deadlines.Select(d => Math.Round((d - DateTime.UtcNow).TotalSeconds / 5)).Distinct());
    }

    [Fact]
    public async Task Call_UnavailableWithADelay_WaitsAsLongAsTold()
    {
        var adapters = new FakeAdapters(refusals: 1) { RetryDelay = TimeSpan.FromSeconds(0.6) };
        await using var fake = await FakeService.StartAsync(adapters);
        using var client = BridgeClient.Connect(fake.Address);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await client.Adapters("m").GetAsync("a").WaitAsync(RealService.Patience);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.6, 20);
    }

    [Fact]
    public async Task Call_UnavailableForLong_EndsAtTheDeadlineWithThatError()
    {
        await using var fake = await FakeService.StartAsync(new FakeAdapters(refusals: int.MaxValue));
        using var client = BridgeClient.Connect(fake.Address, new BridgeClientOptions { Timeout = TimeSpan.FromSeconds(0.8) });
        var error = await Waiting.ErrorOf(() => client.Adapters("m").GetAsync("a"));
        Assert.Equal((StatusCode.Unavailable, "SHUTTING_DOWN"), (error.Code, error.Reason));
    }

    [Theory, InlineData(StatusCode.Internal), InlineData(StatusCode.Aborted), InlineData(StatusCode.ResourceExhausted)]
    public async Task Call_OtherErrors_AreNotTriedAgain(StatusCode code)
    {
        var adapters = new FakeAdapters(refusals: 1) { Code = code };
        await using var fake = await FakeService.StartAsync(adapters);
        using var client = BridgeClient.Connect(fake.Address);
        var error = await Waiting.ErrorOf(() => client.Adapters("m").CreateAsync("a", "lora"));
        Assert.Equal(code, error.Code);
        Assert.Single(adapters.RequestIds);
    }

    [Fact]
    public async Task Call_NobodyListens_IsUnavailable()
    {
        using var client = BridgeClient.Connect("127.0.0.1:1", new BridgeClientOptions { Timeout = TimeSpan.FromSeconds(0.5) });
        var error = await Waiting.ErrorOf(() => client.Server.GetInfoAsync());
        Assert.Equal((StatusCode.Unavailable, ""), (error.Code, error.Reason));
    }
}
