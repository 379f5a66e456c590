using Bridge.Adapters.Methods.Bottleneck;
using Bridge.Adapters.Methods.Lora;
using Bridge.Adapters.Methods.Prefix;
using Bridge.Adapters.Methods.Prompt;
using Bridge.Adapters.Methods.Reft;
using Bridge.Adapters.Methods.Union;
using Bridge.Configuration;

namespace Bridge.Adapters.Methods;

/// <summary>The methods, one line each.</summary>
internal static class MethodCatalog
{
    private static readonly IAdapterMethod[] All =
    [
        new LoraMethod(),
        new BottleneckMethod(),
        new PrefixMethod(),
        new PromptMethod(),
        new ReftMethod(),
        new UnionMethod(For),
    ];

    /// <summary>The method that reads this configuration; METHOD_NOT_AVAILABLE where there is none.</summary>
    public static IAdapterMethod For(AdapterConfig config) =>
        All.FirstOrDefault(method => method.Reads(config))
        ?? throw BridgeException.Of(ErrorCode.Unimplemented, ErrorReason.MethodNotAvailable, $"no method of this build reads {config.Write()}",
            ("config", config.Write()));
}
