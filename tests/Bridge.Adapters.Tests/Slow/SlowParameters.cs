namespace Bridge.Adapters.Tests.Slow;

/// <summary>Tensors of adapters, fusions and the base by name, and the two things that several methods make of them.</summary>
public sealed class SlowParameters(AdapterSet set)
{
    /// <summary>A tensor of the base model.</summary>
    public Tensor Base(string name) => set.Model.Parameters[name];

    /// <summary>An adapter's tensor by its name's end (pools go by the name that they have in the first layer), or null.</summary>
    public Tensor? Find(string adapter, string name) =>
        set[adapter].Parameters.GetValueOrDefault(name) ?? set[adapter].Parameters.FirstOrDefault(p => p.Key.EndsWith("." + name, StringComparison.Ordinal)).Value;

    /// <summary>That part of an adapter's configuration, or null.</summary>
    public TConfig? Part<TConfig>(string adapter)
        where TConfig : AdapterConfig => set[adapter].Config is ConfigUnion union ? union.Configs.OfType<TConfig>().SingleOrDefault() : set[adapter].Config as TConfig;

    /// <summary>The mean over the tokens of a gate.</summary>
    public Tensor Gate(string adapter, string at, Tensor input) => nn.functional.linear(input, Find(adapter, at + ".weight")!, Find(adapter, at + ".bias")!).sigmoid().mean([0], keepdim: true);

    /// <summary>AdapterFusion's attention of the queries (tokens, size) over parts of that shape, with the residual.</summary>
    public Tensor Attend(Fuse fuse, string slot, Tensor query, Tensor residual, IEnumerable<Tensor> parts)
    {
        var fusion = set.Fusions.For(fuse);
        Tensor Map(string matrix, Tensor x) => fusion.Parameters.TryGetValue($"{slot}.adapter_fusion_layer.{fusion.Name}.{matrix}.weight", out var weight)
            ? nn.functional.linear(x, weight, fusion.Parameters.GetValueOrDefault($"{slot}.adapter_fusion_layer.{fusion.Name}.{matrix}.bias"))
            : x;
        var all = stack(parts, 1); // (tokens, parts, size)
        if (fusion.Config.ResidualBefore) all = all + residual.unsqueeze(1);
        var weights = Map("key", all).matmul(Map("query", query).unsqueeze(2)).squeeze(2).softmax(1);
        var mixed = fusion.Config.ValueBeforeSoftmax ? (weights.unsqueeze(2) * Map("value", all)).sum(dim: 1) : Map("value", (weights.unsqueeze(2) * all).sum(dim: 1));
        return fusion.Config.ResidualBefore ? mixed : mixed + residual;
    }
}
