using Bridge.Configuration;
using Bridge.Models.Slots;
using Bridge.Torch.Parameters;

namespace Bridge.Adapters.Methods.Union;

/// <summary>Several methods applied together (MAM, He et al. 2022; UniPELT, Mao et al. 2022; any <c>a|b</c>).</summary>
internal sealed class UnionMethod(Func<AdapterConfig, IAdapterMethod> methods) : IAdapterMethod
{
    public bool Reads(AdapterConfig config) => config is ConfigUnion;

    public void Build(BuildContext context, AdapterConfig config)
    {
        var union = (ConfigUnion)config;
        CheckPlaces(context, union);
        foreach (var part in union.Configs) methods(part).Build(context, part);
    }

    // Each part is planned by itself, so that two in one slot are found before they ask for one parameter.
    private void CheckPlaces(BuildContext context, ConfigUnion union)
    {
        var taken = new Dictionary<string, AdapterConfig>();
        foreach (var part in union.Configs)
        {
            var source = new PlanningParameterSource(ScalarType.Float32);
            var modules = new AdapterModules();
            try
            {
                methods(part).Build(context with { Source = source, Modules = modules }, part);
            }
            finally
            {
                source.DisposeGiven();
            }
            foreach (var slot in Slots(modules, context.Slots))
                if (!taken.TryAdd(slot, part))
                    throw BridgeException.Invalid(ErrorReason.ConfigValueRange, $"adapter \"{context.Adapter}\": {taken[slot].Write()} and {part.Write()} both act in {slot}; each slot takes one part of a union",
                        ("adapter", context.Adapter), ("slot", slot), ("part", part.Write()), ("other", taken[slot].Write()));
        }
    }

    private static IEnumerable<string> Slots(AdapterModules modules, SlotTable slots) =>
        modules.Linear.Keys.Select(i => slots.Linear[i].Name)
            .Concat(modules.Branch.Keys.Select(i => $"the branch {slots.Branch[i].Name}"))
            .Concat(modules.Attention.Keys.Select(i => slots.Attention[i].Name))
            .Concat(modules.Layer.Keys.Select(i => $"layer {i}"));
}
