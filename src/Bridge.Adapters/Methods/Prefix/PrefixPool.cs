using Bridge.Configuration;
using Bridge.Models;
using Bridge.Torch.Parameters;

namespace Bridge.Adapters.Methods.Prefix;

/// <summary>Keys and values of all layers, from one set of parameters; computed once a pass.</summary>
internal sealed class PrefixPool
{
    private readonly PrefixTuningConfig _config;
    private readonly Func<Tensor> _keysAndValues; // (length * layers * 2 * heads * size), length outermost
    private readonly long[] _shape;

    private PrefixPool(string path, PrefixTuningConfig config, long[] shape, Func<Tensor> keysAndValues) => (Path, _config, _shape, _keysAndValues) = (path, config, shape, keysAndValues);

    /// <summary>What its parameters' names begin with.</summary>
    public string Path { get; }

    public static PrefixPool Build(ModuleParameters at, PrefixTuningConfig config, int layers, int heads, int size, int hidden, IReadOnlyList<string> aliases)
    {
        long[] shape = [1, config.PrefixLength, layers * 2, heads, size];
        var numbers = (long)layers * 2 * heads * size;
        if (config.Flat)
        {
            at.AliasWhole(aliases, "control_trans");
            var flat = at.Get("control_trans", new Initializer.Normal(1), config.PrefixLength * numbers);
            return new PrefixPool(at.Path, config, shape, () => flat);
        }
        foreach (var name in new[] { "wte.weight", "control_trans.0.weight", "control_trans.0.bias", "control_trans.2.weight", "control_trans.2.bias" })
            at.AliasWhole(aliases, name);
        var tokens = at.Get("wte.weight", new Initializer.Normal(1), config.PrefixLength, hidden);
        var inner = at.Linear("control_trans.0", hidden, config.BottleneckSize, Initializer.LinearWeight, new Initializer.LinearBias(hidden));
        var outer = at.Linear("control_trans.2", config.BottleneckSize, numbers, Initializer.LinearWeight, new Initializer.LinearBias(config.BottleneckSize));
        var activation = Bridge.Torch.Activations.Of(config.NonLinearity?.ToLowerInvariant() ?? "linear");
        return new PrefixPool(at.Path, config, shape, () => outer.Map(activation(inner.Map(tokens))));
    }

    /// <summary>That configuration with all prefixes flat.</summary>
    public static AdapterConfig Flat(AdapterConfig config) => config switch
    {
        PrefixTuningConfig prefix => prefix with { Flat = true },
        ConfigUnion union => union with { Configs = ValueList.From(union.Configs.Select(Flat)) },
        _ => config,
    };

    /// <summary>A copy of all keys and values, flat, as a flat prefix holds them. The caller's.</summary>
    public Tensor Values()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return _keysAndValues().reshape(-1).clone().DetachFromDisposeScope();
    }

    /// <summary>Key and value of that layer, (1 or rows, heads, length, size).</summary>
    public (Tensor Key, Tensor Value) Of(int layer, ForwardPass pass)
    {
        var all = pass.Once(this, () =>
        {
            using var scope = NewDisposeScope();
            var values = _keysAndValues().view(_shape);
            // With dropout each row loses other numbers.
            if (pass.Context.Training && _config.Dropout > 0) values = pass.Dropout(values.expand(pass.Rows, -1, -1, -1, -1), _config.Dropout);
            return values.permute(2, 0, 3, 1, 4).DetachFromDisposeScope();
        });
        return (all[2 * layer], all[2 * layer + 1]);
    }
}
