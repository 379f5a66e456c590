using AdapterBridge.Client;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts a <see cref="BridgeClient"/> into dependency injection.</summary>
public static class BridgeClientServiceCollectionExtensions
{
    /// <summary>
    /// Adds a client over Grpc.Net.ClientFactory, which shares and renews the connections. <see cref="BridgeClientOptions.Address"/> must be set, here or by
    /// <c>services.Configure&lt;BridgeClientOptions&gt;</c>.
    /// </summary>
    public static IHttpClientBuilder AddBridgeClient(this IServiceCollection services, Action<BridgeClientOptions>? configure = null) =>
        services.AddBridgeClient(Options.Options.DefaultName, configure);

    /// <summary>The same for one of several, which <c>GrpcClientFactory.CreateClient&lt;BridgeClient&gt;(name)</c> makes.</summary>
    public static IHttpClientBuilder AddBridgeClient(this IServiceCollection services, string name, Action<BridgeClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<BridgeClientOptions>(name).Validate(o => !string.IsNullOrWhiteSpace(o.Address), "the address of the AdapterBridge service is not set (BridgeClientOptions.Address)");
        if (configure is not null) services.Configure(name, configure);
        BridgeClientOptions Chosen(IServiceProvider provider) => provider.GetRequiredService<IOptionsMonitor<BridgeClientOptions>>().Get(name);
        var builder = name.Length == 0 ? services.AddGrpcClient<BridgeClient>() : services.AddGrpcClient<BridgeClient>(name);
        services.AddOptions<Grpc.Net.ClientFactory.GrpcClientFactoryOptions>(builder.Name).Configure<IServiceProvider>((grpc, provider) => grpc.Address = Channels.Target(Chosen(provider).Address!));
        return builder
            .ConfigurePrimaryHttpMessageHandler(provider => Channels.Handler(Chosen(provider).Address!, Chosen(provider)))
            .ConfigureChannel((provider, channel) => Channels.Configure(channel, Chosen(provider)))
            .ConfigureGrpcClientCreator((provider, invoker) => new BridgeClient(invoker, Chosen(provider)));
    }
}
