using Bridge.Adapters.Methods;
using Bridge.Checkpoints;
using Bridge.Configuration;
using Bridge.Models;
using Bridge.Torch.Parameters;

namespace Bridge.Adapters.Fusion;

/// <summary>
/// A fusion of adapters of one model: attention over what each does, wherever they act. A <see cref="Fuse"/> block finds it by its name.
/// In a slot whose value without adapters is y0 (a projection's output, the hidden states leaving a block) the part i of the block alone gives y_i, and its change is d_i = y_i - y0.
/// The block gives y0 + sum_i softmax_i(q . k_i / T) v_i with q = Q y0 + b, k_i = K d_i + c, v_i = V d_i, Q, K and V square of the slot's width. Where branches join,
/// the outputs of bottlenecks stand for d_i and the hidden states that these take for y0: that is AdapterFusion (Pfeiffer et al. 2021, arXiv:2005.00247), and all its options hold
/// in all slots. Parts that do not act in a slot take no part there.
/// </summary>
public sealed class AdapterFusion : IDisposable
{
    private readonly Dictionary<string, Tensor> _parameters;

    private AdapterFusion(string name, IReadOnlyList<string> adapters, FusionConfig config, IReadOnlyList<Parameter> parameters)
    {
        (Name, Adapters, Config) = (name, adapters, config);
        _parameters = parameters.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);
        Trained = [.. parameters.Where(p => p.Trained).Select(p => p.Name)];
    }

    /// <summary>The given name, or the adapters' joined by commas.</summary>
    public string Name { get; }

    /// <summary>The adapters that it was made for, in order.</summary>
    public IReadOnlyList<string> Adapters { get; }

    /// <summary>What it is.</summary>
    public FusionConfig Config { get; }

    /// <summary>Its tensors by the reference library's names.</summary>
    public IReadOnlyDictionary<string, Tensor> Parameters => _parameters;

    /// <summary>Names of the tensors that training may change.</summary>
    public IReadOnlyList<string> Trained { get; }

    /// <summary>How many numbers its tensors hold.</summary>
    public long ParameterCount => _parameters.Values.Sum(p => p.numel());

    /// <summary>What loading found, for fusions that were loaded.</summary>
    public LoadReport? LoadReport { get; internal init; }

    /// <summary>Whether it has weights anywhere.</summary>
    public bool HasPlaces => Layers.Any();

    /// <summary>By number of the branch slot.</summary>
    internal IReadOnlyDictionary<int, FusionLayer> Branch { get; private init; } = new Dictionary<int, FusionLayer>();

    /// <summary>By number of the linear slot.</summary>
    internal IReadOnlyDictionary<int, FusionLayer> Linear { get; private init; } = new Dictionary<int, FusionLayer>();

    /// <summary>By number of the block.</summary>
    internal IReadOnlyDictionary<int, FusionLayer> Layer { get; private init; } = new Dictionary<int, FusionLayer>();

    private IEnumerable<FusionLayer> Layers => [.. Branch.Values, .. Linear.Values, .. Layer.Values];

    /// <summary>
    /// What training adds to the loss: 0.01 times the squared distance of each value projection from the identity; null where the configuration wants none. The caller's.
    /// </summary>
    public Tensor? Regularization()
    {
        if (!Config.Regularization) return null;
        Tensor? sum = null;
        foreach (var value in Layers.Select(layer => layer.Value).OfType<Tensor>())
        {
            using var scope = NewDisposeScope();
            var term = 0.01 * (value - eye(value.shape[0], dtype: value.dtype, device: value.device)).pow(2).sum();
            sum = (sum is null ? term : sum + term).MoveToOuterDisposeScope();
        }
        return sum;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var parameter in _parameters.Values) parameter.Dispose();
    }

    /// <summary>A fusion with weights in these slots.</summary>
    internal static AdapterFusion Build(
        TransformerModel model, string name, IReadOnlyList<string> adapters, FusionSlots slots, FusionConfig config, ParameterSource source, Func<LoadReport>? verify = null)
    {
        var dropout = model.Description.Block.Attention.Dropout ?? 0;
        FusionLayer Made(string slot, int layer, string place, long size) =>
            new(config, name, layer, place, dropout, new ModuleParameters(source, FusionSlots.Path(slot, name), seed: null), size);
        try
        {
            var branch = slots.Branch.ToDictionary(s => s.Index, s => Made(s.Name, s.Layer, Places.Of(s), s.HiddenSize));
            var linear = slots.Linear.ToDictionary(s => s.Index, s => Made(s.Name, s.Layer, Places.Of(s), s.OutFeatures));
            var layer = slots.Layer.ToDictionary(s => s.Layer, s => Made(s.Name, s.Layer, Places.Of(s), s.HiddenSize));
            var report = verify?.Invoke();
            return new AdapterFusion(name, adapters, config, source.Given) { Branch = branch, Linear = linear, Layer = layer, LoadReport = report };
        }
        catch
        {
            source.DisposeGiven();
            throw;
        }
    }
}
