using Bridge.Core;
using static TorchSharp.torch;

namespace Bridge.Torch.Parameters;

/// <summary>
/// Where a module's parameters come from: a seeded initialiser, a checkpoint, or nowhere (planning). A module asks for name, shape and initial
/// value and does not know which; so creating, loading and planning are the same code.
/// </summary>
public abstract class ParameterSource
{
    private readonly List<(string Name, Tensor Value)> _given = [];
    private readonly HashSet<string> _names = [];

    /// <summary>All parameters given so far, in order.</summary>
    public IReadOnlyList<(string Name, Tensor Value)> Given => _given;

    /// <summary>The parameter of that name. The caller owns it. <paramref name="random"/>: what a fresh one draws from, where the configuration fixes it.</summary>
    public Tensor Get(string name, Shape shape, Initializer initializer, RandomSource? random = null)
    {
        if (!_names.Add(name))
            throw BridgeException.Of(ErrorCode.Internal, ErrorReason.InvariantBroken, $"parameter \"{name}\" was asked for twice", ("parameter", name));
        var value = Make(name, shape, initializer, random);
        _given.Add((name, value));
        return value;
    }

    /// <summary>Releases everything given: for callers that fail half-way.</summary>
    public void DisposeGiven()
    {
        foreach (var (_, value) in _given) value.Dispose();
        _given.Clear();
    }

    /// <summary>Makes one parameter.</summary>
    protected abstract Tensor Make(string name, Shape shape, Initializer initializer, RandomSource? random);
}
