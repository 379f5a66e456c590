namespace AdapterBridge.Client.Tests;

public sealed class ModelTests(RealService service)
{
    [Fact]
    public async Task Load_RealModel_AnswersWithWhatItIs()
    {
        var model = await service.Client.Models.LoadAsync("second", RealService.MiniFolder).WaitAsync(RealService.Patience);
        Assert.Equal(("models/second", "second", "bert", ModelState.Active), (model.Name, model.Id, model.Architecture, model.State));
        Assert.Equal((6, 384, 30522), (model.LayerCount, model.HiddenSize, model.VocabularySize));
        Assert.True(model.HasTokenizer);
        var all = await Waiting.AllAsync(service.Client.Models.ListAsync());
        Assert.Contains(all, m => m.Name == "models/minilm");
        Assert.Contains(all, m => m.Name == "models/second");
        await model.UnloadAsync().WaitAsync(RealService.Patience);
        var error = await Waiting.ErrorOf(() => service.Client.Models.GetAsync("second"));
        Assert.Equal((StatusCode.NotFound, "MODEL_NOT_FOUND"), (error.Code, error.Reason));
    }

    [Fact]
    public async Task Load_MissingFolder_FailsWithTheOperationsError()
    {
        var error = await Waiting.ErrorOf(() => service.Client.Models.LoadAsync("gone", "/nowhere/at/all"));
        Assert.Equal((StatusCode.NotFound, "FILE_NOT_FOUND"), (error.Code, error.Reason));
        Assert.NotEmpty(error.Metadata);
    }

    [Fact]
    public async Task Server_Info_NamesVersionsAndLimits()
    {
        var info = await service.Client.Server.GetInfoAsync().WaitAsync(RealService.Patience);
        Assert.Contains("v1", info.ApiVersions);
        Assert.Contains("lora", info.Methods);
        Assert.Equal(4096, info.KeptEvents);
        var capabilities = await service.Model.GetCapabilitiesAsync().WaitAsync(RealService.Patience);
        Assert.True(capabilities.Methods.Single(m => m.Method == "lora").Supported);
    }

    [Fact]
    public async Task Connect_UnixSocket_Works()
    {
        using var client = BridgeClient.Connect($"unix:{service.SocketPath}");
        var model = await client.Models.GetAsync("minilm").WaitAsync(RealService.Patience);
        Assert.Equal("models/minilm", model.Name);
    }

    [Theory, InlineData("ftp://here:1"), InlineData("http://"), InlineData("")]
    public void Connect_BadAddress_IsRefused(string address) => Assert.ThrowsAny<ArgumentException>(() => BridgeClient.Connect(address));
}
