using Grpc.Net.ClientFactory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AdapterBridge.Client.Tests;

public sealed class DependencyInjectionTests(RealService service)
{
    [Fact]
    public async Task AddBridgeClient_Default_GivesAClientThatWorks()
    {
        await using var provider = new ServiceCollection().AddBridgeClient(o => o.Address = service.Address).Services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        var client = scope.ServiceProvider.GetRequiredService<BridgeClient>();
        Assert.Equal("models/minilm", (await client.Models.GetAsync("minilm").WaitAsync(RealService.Patience)).Name);
        var error = await Waiting.ErrorOf(() => client.Models.GetAsync("gone"));
        Assert.Equal("MODEL_NOT_FOUND", error.Reason);
    }

    [Fact]
    public async Task AddBridgeClient_Named_EachHasItsOwnAddress()
    {
        var services = new ServiceCollection();
        services.AddBridgeClient("socket", o => o.Address = $"unix:{service.SocketPath}");
        services.AddBridgeClient("nobody", o => (o.Address, o.Timeout) = ("127.0.0.1:1", TimeSpan.FromSeconds(0.3)));
        await using var provider = services.BuildServiceProvider();
        var factory = provider.GetRequiredService<GrpcClientFactory>();
        using var socket = factory.CreateClient<BridgeClient>("socket");
        using var nobody = factory.CreateClient<BridgeClient>("nobody");
        Assert.Equal("minilm", (await socket.Models.GetAsync("minilm").WaitAsync(RealService.Patience)).Id);
        Assert.Equal(StatusCode.Unavailable, (await Waiting.ErrorOf(() => nobody.Models.GetAsync("minilm"))).Code);
    }

    [Fact]
    public async Task AddBridgeClient_WithoutAddress_SaysWhatIsMissing()
    {
        await using var provider = new ServiceCollection().AddBridgeClient().Services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        var error = Assert.Throws<OptionsValidationException>(() => scope.ServiceProvider.GetRequiredService<BridgeClient>());
        Assert.Contains("Address", error.Message, StringComparison.Ordinal);
    }
}
