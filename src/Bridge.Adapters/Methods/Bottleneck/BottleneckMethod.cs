using Bridge.Configuration;
using Bridge.Models.Slots;
using Bridge.Torch.Parameters;

namespace Bridge.Adapters.Methods.Bottleneck;

/// <summary>
/// Bottleneck adapters: up(f(down(x))) beside or behind a sublayer (Houlsby et al. 2019, arXiv:1902.00751; Pfeiffer et al. 2021, arXiv:2005.00247; He et al. 2022,
/// arXiv:2110.04366).
/// </summary>
internal sealed class BottleneckMethod : IAdapterMethod
{
    private const double HoulsbyDeviation = 1e-2;

    public bool Reads(AdapterConfig config) => config is BottleneckConfig;

    public void Build(BuildContext context, AdapterConfig config)
    {
        var bottleneck = (BottleneckConfig)config;
        Invertible.InvertibleBuilder.Build(context, bottleneck);
        var shared = Shared(context, bottleneck);
        foreach (var slot in context.Slots.Branch)
            if (!bottleneck.LeaveOut.Contains(slot.Layer) && Targets(bottleneck, slot))
                context.Modules.Branch.Add(slot.Index, Module(context, bottleneck, slot, shared));
    }

    private static bool Targets(BottleneckConfig config, BranchSlot slot) => slot.Location switch
    {
        SlotLocation.SelfAttention => config.MhAdapter,
        SlotLocation.CrossAttention => config.CrossAdapter,
        _ => config.OutputAdapter,
    };

    private static BottleneckModule Module(BuildContext context, BottleneckConfig config, BranchSlot slot, PhmShared? shared)
    {
        var at = context.At($"{slot.Name}.adapters.{context.Adapter}", config.InitWeightsSeed);
        var size = slot.HiddenSize;
        var inner = Inner(config, size, slot.Layer);
        // In the reference's order and under its names: the norm in front is module 0 of adapter_down and a module of its own.
        var before = config.LnBefore ? at.Norm("adapter_norm_before", size) : (LinearParameters?)null;
        var position = config.LnBefore ? 1 : 0;
        if (config.LnBefore) foreach (var part in new[] { "weight", "bias" }) at.Alias("adapter_down.0." + part, "adapter_norm_before." + part);
        var activation = LearnedActivations.Build(at, config.NonLinearity, position + 1);
        var (reduce, expand) = shared is null ? Linear(at, config, position, size, inner) : Hypercomplex(at, config, shared, position, size, inner);
        var scaling = OutputScaling.From(at, config.Scaling, size);
        var after = config.LnAfter ? at.Norm("adapter_norm_after", size) : (LinearParameters?)null;
        var gate = config.UseGating ? Gate(context, at, config.InitWeights, slot) : null;
        return new BottleneckModule(config, activation, reduce, expand, scaling, before, after, gate);
    }

    private static (BottleneckMap Down, BottleneckMap Up) Linear(ModuleParameters at, BottleneckConfig config, int position, long size, long inner)
    {
        var (down, up) = Initializers(config.InitWeights);
        return (new LinearMap(at.Linear($"adapter_down.{position}", size, inner, down, Initializer.Zeros)), new LinearMap(at.Linear("adapter_up", inner, size, up, Initializer.Zeros)));
    }

    private static (BottleneckMap Down, BottleneckMap Up) Hypercomplex(ModuleParameters at, BottleneckConfig config, PhmShared shared, int position, long size, long inner) =>
        (PhmMap.Build(at.At($"adapter_down.{position}"), config, shared, size, inner, down: true), PhmMap.Build(at.At("adapter_up"), config, shared, inner, size, down: false));

    private static PhmShared? Shared(BuildContext context, BottleneckConfig config) => config.PhmLayer
        ? PhmShared.Build(context.At($"shared_parameters.{context.Adapter}", config.InitWeightsSeed), config, context.Description.HiddenSize, Inner(config, context.Description.HiddenSize, 0))
        : null;

    private static long Inner(BottleneckConfig config, long size, int layer) => Math.Max(1, (long)Math.Floor(size / Reduction(config, layer)));

    private static (Initializer Down, Initializer Up) Initializers(BottleneckInit kind) => kind switch
    {
        BottleneckInit.Bert => (new Initializer.Normal(0.02), new Initializer.Normal(0.02)),
        BottleneckInit.MamAdapter => (Initializer.LinearWeight, Initializer.Zeros),
        _ => (new Initializer.TruncatedNormal(HoulsbyDeviation, 2 * HoulsbyDeviation), new Initializer.TruncatedNormal(HoulsbyDeviation, 2 * HoulsbyDeviation)),
    };

    private static double Reduction(BottleneckConfig config, int layer) => config.ReductionFactor.For(layer)
        ?? throw BridgeException.Invalid(ErrorReason.ConfigValueRange, $"reduction_factor names neither layer {layer} nor a default",
            ("key", "reduction_factor"), ("layer", layer));

    private static Gate Gate(BuildContext context, ModuleParameters at, BottleneckInit kind, BranchSlot slot)
    {
        Initializer weight = kind == BottleneckInit.Houlsby ? Initializer.LinearWeight : new Initializer.Normal(0.02);
        Initializer bias = kind == BottleneckInit.Houlsby ? new Initializer.LinearBias(slot.HiddenSize) : Initializer.Zeros;
        return Methods.Gate.From(at, slot.HiddenSize, weight, bias, context.Adapter, slot.Layer, Places.Of(slot));
    }
}
