using Bridge.Configuration;
using Bridge.Torch.Parameters;

namespace Bridge.Adapters.Methods.Reft;

/// <summary>
/// ReFT (Wu et al. 2024, arXiv:2404.03592): h + R^T (f(W h + b) - R h) at some of the first and last positions. LoReFT keeps R's rows orthonormal, NoReFT does not,
/// DiReFT leaves R h out.
/// </summary>
internal sealed class ReftMethod : IAdapterMethod
{
    public bool Reads(AdapterConfig config) => config is ReftConfig;

    public void Build(BuildContext context, AdapterConfig config)
    {
        var reft = (ReftConfig)config;
        if (!reft.OutputReft) return;
        foreach (var slot in context.Slots.Layer.Where(slot => reft.Layers.Contains(slot.Layer)))
        {
            var units = Enumerable.Range(0, reft.TiedWeights ? 1 : 2)
                .Select(i => Unit(context.At($"{slot.Name}.reft_layer.refts.{context.Adapter}.units.{i}", reft.InitWeightsSeed), reft, slot.HiddenSize))
                .ToList();
            context.Modules.Layer.Add(slot.Layer, new ReftModule(reft, units));
        }
    }

    private static ReftUnit Unit(ModuleParameters at, ReftConfig config, long size)
    {
        var source = at.Linear("learned_source", size, config.R, Initializer.LinearWeight, new Initializer.LinearBias(size));
        return new ReftUnit(config, source, config.Orthogonality ? OrthogonalProjection.Build(at, config.R, size) : new PlainProjection(at.Get("projection.weight", Initializer.LinearWeight, config.R, size)));
    }
}
