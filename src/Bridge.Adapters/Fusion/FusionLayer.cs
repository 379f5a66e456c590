using Bridge.Adapters.Methods;
using Bridge.Configuration;
using Bridge.Models;
using Bridge.Torch.Parameters;

namespace Bridge.Adapters.Fusion;

/// <summary>
/// AdapterFusion in one slot (Pfeiffer et al. 2021, arXiv:2005.00247): attention of each token over the outputs of the adapters,
/// softmax(q k^T / T) v with q of the slot's hidden states, k and v of the adapters' outputs, plus the adapters' residual. What stands for these in which slot:
/// <see cref="AdapterFusion"/>.
/// </summary>
internal sealed class FusionLayer
{
    /// <summary>What an observer hears the weights called.</summary>
    public const string Kind = "adapter_fusion_attentions";

    private const double StartTemperature = 50;

    private readonly FusionConfig _config;
    private readonly string _name;
    private readonly int _layer;
    private readonly string _place;
    private readonly double? _ownDropout;
    private readonly double _modelDropout;
    private readonly LinearParameters? _query, _key;
    private int _calls;

    public FusionLayer(FusionConfig config, string name, int layer, string place, double modelDropout, ModuleParameters at, long size)
    {
        (_config, _name, _layer, _place) = (config, name, layer, place);
        // The reference falls back to the model's where the configuration says nothing or 0.
        (_ownDropout, _modelDropout) = (config.DropoutProb is > 0 and var given ? given : null, modelDropout);
        var normal = new Initializer.Normal(0.02);
        // A projection that the reference creates where there is no other, and uses nowhere.
        if (!config.Query && !config.Key && !config.Value)
        {
            at.Buffer("dense.weight", Initializer.LinearWeight, 1, size);
            at.Buffer("dense.bias", new Initializer.LinearBias(size), 1);
        }
        if (config.Query) _query = at.Linear("query", size, size, normal, Initializer.Zeros);
        if (config.Key) _key = at.Linear("key", size, size, normal, Initializer.Zeros);
        if (config.Value) Value = at.Get("value.weight", config.ValueInitialized ? new Initializer.Computed(device => NearIdentity(size, device)) : normal, size, size);
    }

    public FusionConfig Config => _config;

    /// <summary>The value projection (hidden, hidden), or null.</summary>
    public Tensor? Value { get; }

    /// <summary>
    /// (rows, length, hidden) from the query and the residual of that shape, and the adapters' outputs (rows, length, adapters, hidden).
    /// </summary>
    public Tensor Forward(Tensor query, Tensor outputs, Tensor residual, ForwardPass pass) => _config.ResidualBefore
        // In the reference the residual is added in place, so keys see it too.
        ? Mixed(query, outputs + residual.unsqueeze(2), pass)
        : Mixed(query, outputs, pass) + residual;

    /// <summary>The change of a slot's value (rows, length, width) that stands for those of the parts, (rows, length, parts, width).</summary>
    public Tensor Change(Tensor value, Tensor changes, ForwardPass pass) => _config.ResidualBefore
        ? Forward(value, changes, value, pass) - value
        : Mixed(value, changes, pass);

    // Whatever the number of adapters, one product a matrix: q . (K o + c) = (K^T q) . o + q . c, and the weighted sum of V o is V of the weighted sum, so that it is
    // the same whether values are projected before the softmax or after it.
    private Tensor Mixed(Tensor query, Tensor outputs, ForwardPass pass)
    {
        var q = _query is { } asked ? asked.Map(query) : query;
        var scores = Known(q, outputs);
        var weights = (pass.ModelDropout(scores, _modelDropout, _ownDropout) / Temperature(pass)).softmax(-1);
        pass.Context.Observer?.Observe(Kind, _name, _layer, _place, weights);
        var mixed = weights.unsqueeze(2).matmul(outputs).squeeze(2);
        return Value is null ? mixed : nn.functional.linear(mixed, Value.dtype == mixed.dtype ? Value : Value.to(mixed.dtype));
    }

    // Scores (rows, length, adapters). Adding the same to all of them is nothing to the softmax, but something to dropout.
    private Tensor Known(Tensor q, Tensor outputs)
    {
        if (_key is not { } key) return outputs.matmul(q.unsqueeze(-1)).squeeze(-1);
        var (weight, bias) = key.As(q.dtype);
        return outputs.matmul(q.matmul(weight).unsqueeze(-1)).squeeze(-1) + q.matmul(bias).unsqueeze(-1);
    }

    private static Tensor NearIdentity(long size, Device device)
    {
        var value = full([size, size], 1e-6, dtype: ScalarType.Float32, device: device);
        using var diagonal = value.diagonal();
        diagonal.fill_(1);
        return value;
    }

    // As in the reference it falls from 50 to 1 by a thousandth of its start with every call, trained or not.
    private double Temperature(ForwardPass pass)
    {
        if (!_config.Temperature) return 1;
        var calls = pass.Once(() => Interlocked.Increment(ref _calls) - 1);
        return Math.Max(1, StartTemperature - calls * StartTemperature / 1000);
    }
}
