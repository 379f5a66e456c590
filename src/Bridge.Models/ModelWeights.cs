namespace Bridge.Models;

/// <summary>Takes a base model's tensors out of a checkpoint by name, whatever prefix it was saved under, and keeps account.</summary>
internal sealed class ModelWeights(ITensorSource source, string basePrefix, Device device, ScalarType dataType) : IDisposable
{
    private readonly Dictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);
    private readonly List<string> _missing = [];
    private readonly List<Violation> _mismatched = [];

    public IReadOnlyDictionary<string, Tensor> Tensors => _tensors;

    public bool Has(string name) => Find(name) is not null;

    public Tensor Get(string name, params long[] shape)
    {
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
        return _tensors[name] = Bridge.Torch.Tensors.FromView(view, device, dataType);
    }

    /// <summary>One error with everything that is missing or misshapen.</summary>
    public void Verify()
    {
        if (_missing.Count == 0 && _mismatched.Count == 0) return;
        Dispose();
        var violations = _missing.Select(name => new Violation(name, "missing")).Concat(_mismatched).ToList();
        throw new BridgeException(ErrorCode.FailedPrecondition, ErrorReason.CheckpointMismatch,
            $"\"{source.Path}\" does not hold the model that its config.json describes: {violations[0].Field}: {violations[0].Description}" +
            (violations.Count > 1 ? $" (and {violations.Count - 1} more)" : ""),
            new Dictionary<string, string> { ["path"] = source.Path, ["missing"] = string.Join(", ", _missing), ["mismatched"] = string.Join(", ", _mismatched.Select(v => v.Field)) },
            violations);
    }

    public void Dispose()
    {
        foreach (var tensor in _tensors.Values) tensor.Dispose();
        _tensors.Clear();
    }

    private TensorView? Find(string name) => source.Find(name) ?? source.Find(basePrefix + name);

    private Tensor Placeholder(string name, long[] shape) => _tensors[name] = empty(shape, dtype: dataType, device: META);
}
