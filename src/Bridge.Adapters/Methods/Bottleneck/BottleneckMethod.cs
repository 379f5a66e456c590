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

    public bool Reads(AdapterConfig config) => config is BottleneckConfig { PhmLayer: false, InvAdapter: null };

    public void Build(BuildContext context, AdapterConfig config)
    {
        var bottleneck = (BottleneckConfig)config;
        foreach (var slot in context.Slots.Branch)
            if (!bottleneck.LeaveOut.Contains(slot.Layer) && Targets(bottleneck, slot))
                context.Modules.Branch.Add(slot.Index, Module(context, bottleneck, slot));
    }

    private static bool Targets(BottleneckConfig config, BranchSlot slot) => slot.Location switch
    {
        SlotLocation.SelfAttention => config.MhAdapter,
        SlotLocation.CrossAttention => config.CrossAdapter,
        _ => config.OutputAdapter,
    };

    private static BottleneckModule Module(BuildContext context, BottleneckConfig config, BranchSlot slot)
    {
        var at = context.At($"{slot.Name}.adapters.{context.Adapter}", config.InitWeightsSeed);
        var size = slot.HiddenSize;
        var inner = Math.Max(1, (long)Math.Floor(size / Reduction(config, slot.Layer)));
        // In the reference's order and under its names: the norm in front is module 0 of adapter_down and a module of its own.
        var before = config.LnBefore ? at.Norm("adapter_norm_before", size) : (LinearParameters?)null;
        var (down, up) = Initializers(config.InitWeights);
        var reduce = at.Linear($"adapter_down.{(config.LnBefore ? 1 : 0)}", size, inner, down, Initializer.Zeros);
        var expand = at.Linear("adapter_up", inner, size, up, Initializer.Zeros);
        var scaling = OutputScaling.From(at, config.Scaling, size);
        var after = config.LnAfter ? at.Norm("adapter_norm_after", size) : (LinearParameters?)null;
        var gate = config.UseGating ? Gate(at, config.InitWeights, size) : null;
        return new BottleneckModule(config, reduce, expand, scaling, before, after, gate);
    }

    private static (Initializer Down, Initializer Up) Initializers(BottleneckInit kind) => kind switch
    {
        BottleneckInit.Bert => (new Initializer.Normal(0.02), new Initializer.Normal(0.02)),
        BottleneckInit.MamAdapter => (Initializer.LinearWeight, Initializer.Zeros),
        _ => (new Initializer.TruncatedNormal(HoulsbyDeviation, 2 * HoulsbyDeviation), new Initializer.TruncatedNormal(HoulsbyDeviation, 2 * HoulsbyDeviation)),
    };

    private static double Reduction(BottleneckConfig config, int layer) => config.ReductionFactor.For(layer)
        ?? throw BridgeException.Invalid(ErrorReason.ConfigValueRange, $"reduction_factor names neither layer {layer} nor a default",
            ("key", "reduction_factor"), ("layer", layer));

    private static Gate Gate(ModuleParameters at, BottleneckInit kind, long size) => kind == BottleneckInit.Houlsby
        ? Methods.Gate.From(at, size, Initializer.LinearWeight, new Initializer.LinearBias(size))
        : Methods.Gate.From(at, size, new Initializer.Normal(0.02), Initializer.Zeros);
}
