using Bridge.Checkpoints;

namespace Bridge.Models;

/// <summary>
/// Takes a base model's tensors out of a checkpoint by name, whatever prefix it was saved under, and keeps account. Without a checkpoint all are placeholders, for what asks for
/// names and shapes only.
/// </summary>
internal sealed class ModelWeights(ITensorSource? source, string basePrefix, Device device, ScalarType dataType) : IDisposable
{
    private readonly Dictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);
    private readonly List<Tensor> _views = [];
    private readonly Bridge.Torch.TensorSlab _converted = new(dataType);
    private readonly List<string> _missing = [];
    private readonly List<Violation> _mismatched = [];

    public IReadOnlyDictionary<string, Tensor> Tensors => _tensors;

    public bool Has(string name) => source is null || Find(name) is not null;

    public Tensor Get(string name, params long[] shape)
    {
        if (source is null) return Placeholder(name, shape);
        var view = Find(name);
        if (view is null)
        {
            _missing.Add(name);
            return Placeholder(name, shape);
        }
        if (view.Shape != new Shape(shape))
        {
            _mismatched.Add(new Violation(name, $"shape {view.Shape} where config.json asks for {new Shape(shape)}"));
            return Placeholder(name, shape);
        }
        if (!view.DataType.IsFloatingPoint())
        {
            _mismatched.Add(new Violation(name, $"data type {view.DataType} where a floating-point type is expected"));
            return Placeholder(name, shape);
        }
        return _tensors[name] = Bridge.Torch.Tensors.FromView(view, device, dataType, _converted);
    }

    /// <summary>Keeps a view of a weight as long as the weights.</summary>
    public Tensor Keep(Tensor view)
    {
        _views.Add(view);
        return view;
    }

    /// <summary>One error with everything that is missing or misshapen.</summary>
    public void Verify()
    {
        try
        {
            new LoadReport([], _missing, []) { Mismatched = _mismatched }.Require(source!.Path, "the model that its config.json describes");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var tensor in _tensors.Values.Concat(_views)) tensor.Dispose();
        _tensors.Clear();
        _views.Clear();
        _converted.Dispose();
    }

    private TensorView? Find(string name) => source!.Find(name) ?? source.Find(basePrefix + name);

    private Tensor Placeholder(string name, long[] shape) => _tensors[name] = empty(shape, dtype: dataType, device: META);
}
