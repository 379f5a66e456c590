using Bridge.Adapters.Methods;
using Bridge.Checkpoints;
using Bridge.Configuration;
using Bridge.Models;
using Bridge.Models.Slots;
using Bridge.Torch.Parameters;

namespace Bridge.Adapters.Fusion;

/// <summary>A fusion of adapters of one model: attention over their outputs wherever they act. A <see cref="Fuse"/> block finds it by its name.</summary>
public sealed class AdapterFusion : IDisposable
{
    private readonly Dictionary<string, Tensor> _parameters;

    private AdapterFusion(string name, IReadOnlyList<string> adapters, FusionConfig config, IReadOnlyList<Parameter> parameters, Dictionary<int, FusionLayer> layers)
    {
        (Name, Adapters, Config, Layers) = (name, adapters, config, layers);
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

    /// <summary>Whether its adapters act anywhere.</summary>
    public bool HasPlaces => Layers.Count > 0;

    /// <summary>By number of the branch slot.</summary>
    internal Dictionary<int, FusionLayer> Layers { get; }

    /// <summary>
    /// What training adds to the loss: 0.01 times the squared distance of each value projection from the identity; null where the configuration wants none. The caller's.
    /// </summary>
    public Tensor? Regularization()
    {
        if (!Config.Regularization) return null;
        Tensor? sum = null;
        foreach (var value in Layers.Values.Select(layer => layer.Value).OfType<Tensor>())
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

    /// <summary>Where the adapters act, in all layers: as in the reference, layers that an adapter leaves out have their fusion too.</summary>
    internal static AdapterFusion Build(
        TransformerModel model, string name, IReadOnlyList<Adapter> adapters, FusionConfig config, ParameterSource source, Func<LoadReport>? verify = null)
    {
        var places = adapters.SelectMany(a => a.Modules.Branch.Keys).Select(i => Places.Of(model.Slots.Branch[i])).ToHashSet();
        var layers = new Dictionary<int, FusionLayer>();
        try
        {
            foreach (var slot in model.Slots.Branch.Where(slot => places.Contains(Places.Of(slot))))
                layers[slot.Index] = Layer(model, slot, name, config, source);
            var report = verify?.Invoke();
            return new AdapterFusion(name, [.. adapters.Select(a => a.Name)], config, source.Given, layers) { LoadReport = report };
        }
        catch
        {
            source.DisposeGiven();
            throw;
        }
    }

    private static FusionLayer Layer(TransformerModel model, BranchSlot slot, string name, FusionConfig config, ParameterSource source) =>
        new(config, name, slot.Layer, Places.Of(slot), model.Description.Block.Attention.Dropout ?? 0,
            new ModuleParameters(source, $"{slot.Name}.adapter_fusion_layer.{name}", seed: null), slot.HiddenSize);
}
