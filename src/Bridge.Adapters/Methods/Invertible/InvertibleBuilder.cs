using Bridge.Configuration;

namespace Bridge.Adapters.Methods.Invertible;

/// <summary>The invertible adapter that a bottleneck configuration asks for, if any.</summary>
internal static class InvertibleBuilder
{
    public static void Build(BuildContext context, BottleneckConfig config)
    {
        if (config.InvAdapter is not { } kind) return;
        var size = (long)context.Description.EmbeddingSize;
        var (first, second) = (size / 2, size - size / 2);
        var factor = config.InvAdapterReductionFactor ?? throw BridgeException.Invalid(ErrorReason.ConfigValueRange, "inv_adapter needs inv_adapter_reduction_factor", ("key", "inv_adapter_reduction_factor"));
        var at = context.At($"{context.Description.InvertiblePath}.{context.Adapter}", config.InitWeightsSeed);
        context.Modules.Embedding.Add(kind == InvertibleKind.Nice
            ? new NiceModule(new Subnet(at, "F", second, first, factor, config.NonLinearity), new Subnet(at, "G", first, second, factor, config.NonLinearity))
            : new GlowModule(new Subnet(at, "s1", first, second * 2, factor, config.NonLinearity), new Subnet(at, "s2", second, first * 2, factor, config.NonLinearity)));
    }
}
