using Bridge.Configuration;
using Bridge.Models.Slots;
using Bridge.Torch.Parameters;

namespace Bridge.Adapters.Methods.Prefix;

/// <summary>
/// Prefix tuning (Li and Liang 2021, arXiv:2101.00190): learned keys and values in front of those of each attention; reparametrised by a small network over token embeddings,
/// or flat.
/// </summary>
internal sealed class PrefixMethod : IAdapterMethod
{
    public bool Reads(AdapterConfig config) => config is PrefixTuningConfig;

    public void Build(BuildContext context, AdapterConfig config)
    {
        var prefix = (PrefixTuningConfig)config;
        foreach (var group in context.Slots.Attention.Where(slot => Targets(prefix, slot)).GroupBy(slot => slot.Key))
        {
            var all = group.ToList();
            var acting = all.Where(slot => !prefix.LeaveOut.Contains(slot.Layer)).ToList();
            if (acting.Count == 0) continue;
            // One set of parameters for all layers, which the reference's modules share: it goes by the name it has in the first layer.
            var path = $".prefix_tunings.{context.Adapter}.{group.Key}";
            var at = context.At(context.Slots.Attention[0].Name + ".pool" + path, prefix.InitWeightsSeed);
            var gates = acting.Select(slot => prefix.UseGating ? Gate(context, prefix, slot) : null).ToList();
            var pool = PrefixPool.Build(at, prefix, acting.Count, acting[0].Heads, acting[0].HeadSize, context.Description.HiddenSize, AliasesOf(context, path));
            for (var i = 0; i < acting.Count; i++) context.Modules.Attention.Add(acting[i].Index, new PrefixModule(pool, i, gates[i]));
        }
    }

    private static bool Targets(PrefixTuningConfig config, AttentionSlot slot) => slot.Key switch
    {
        "cross_prefix" => config.CrossPrefix,
        "encoder_prefix" => config.EncoderPrefix,
        _ => true,
    };

    private static IReadOnlyList<string> AliasesOf(BuildContext context, string path) =>
        ["prefix_tuning" + path, .. context.Slots.Attention.Skip(1).Select(slot => slot.Name + ".pool" + path)];

    private static Gate Gate(BuildContext context, PrefixTuningConfig config, AttentionSlot slot)
    {
        var size = context.Description.HiddenSize;
        var outputs = config.SharedGating ? 1 : 2;
        var at = context.At($"{slot.Name}.prefix_gates", config.InitWeightsSeed);
        return Methods.Gate.Of(at.Linear(context.Adapter, size, outputs, new Initializer.Normal(0.02), new Initializer.LinearBias(size)), context.Adapter, slot.Layer, Places.Of(slot));
    }
}
