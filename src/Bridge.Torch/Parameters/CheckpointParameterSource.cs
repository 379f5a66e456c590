using Bridge.Core;
using static TorchSharp.torch;

namespace Bridge.Torch.Parameters;

/// <summary>
/// Parameters of a checkpoint, converted to the given type. Names are looked up as they are, or through <paramref name="rename"/>. What is missing or misshapen is
/// collected, so that one error can name it all (<see cref="Missing"/>, <see cref="Mismatched"/>);
/// where <paramref name="fresh"/> is given, missing ones come from it.
/// </summary>
public sealed class CheckpointParameterSource(ITensorSource source, Device device, ScalarType dataType, Func<string, string>? rename = null, ParameterSource? fresh = null)
    : ParameterSource
{
    private readonly List<string> _missing = [];
    private readonly List<Violation> _mismatched = [];
    private readonly HashSet<string> _used = [];

    /// <summary>Names that the checkpoint lacks.</summary>
    public IReadOnlyList<string> Missing => _missing;

    /// <summary>Tensors with another shape.</summary>
    public IReadOnlyList<Violation> Mismatched => _mismatched;

    /// <summary>Names of the checkpoint that were used.</summary>
    public IReadOnlySet<string> Used => _used;

    /// <inheritdoc/>
    protected override Tensor Make(string name, Shape shape, Initializer initializer, RandomSource? random)
    {
        var stored = rename?.Invoke(name) ?? name;
        var view = source.Find(stored);
        if (view is null)
        {
            _missing.Add(stored);
            return fresh?.Get(name, shape, initializer, random) ?? empty(shape.Dimensions, dtype: dataType, device: META);
        }
        _used.Add(stored);
        if (view.Shape != shape)
        {
            _mismatched.Add(new Violation(stored, $"shape {view.Shape} where {shape} is expected"));
            return empty(shape.Dimensions, dtype: dataType, device: META);
        }
        // A copy of its own: adapters outlive the file and may be trained.
        using var mapped = Tensors.FromView(view, device);
        using var moved = mapped.to(dataType, device, copy: true);
        return moved.detach();
    }
}
