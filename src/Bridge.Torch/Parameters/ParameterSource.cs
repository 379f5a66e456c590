using Bridge.Core;
using static TorchSharp.torch;

namespace Bridge.Torch.Parameters;

/// <summary>
/// Where a module's parameters come from: a seeded initialiser, a checkpoint, or nowhere (planning). A module asks for name, shape and initial
/// value and does not know which; so creating, loading and planning are the same code.
/// </summary>
public abstract class ParameterSource
{
    private readonly List<Parameter> _given = [];
    private readonly HashSet<string> _names = [];
    private readonly Dictionary<string, string> _aliases = new(StringComparer.Ordinal);

    /// <summary>All parameters given so far, in order.</summary>
    public IReadOnlyList<Parameter> Given => _given;

    /// <summary>Further names under which files hold a parameter, and its own name.</summary>
    public IReadOnlyDictionary<string, string> Aliases => _aliases;

    /// <summary>Says that files may hold <paramref name="name"/> under another name too (tensors that a reference module owns twice).</summary>
    public void Alias(string alias, string name) => _aliases[alias] = name;

    /// <summary>The parameter of that name. The caller owns it. <paramref name="random"/>: what a fresh one draws from, where the configuration
    /// fixes it. <paramref name="trained"/>: false for tensors that belong to a module and that training leaves as they are.</summary>
    public Tensor Get(string name, Shape shape, Initializer initializer, RandomSource? random = null, bool trained = true)
    {
        if (!_names.Add(name))
            throw BridgeException.Of(ErrorCode.Internal, ErrorReason.InvariantBroken, $"parameter \"{name}\" was asked for twice", ("parameter", name));
        var value = Make(name, shape, initializer, random);
        _given.Add(new Parameter(name, value, trained));
        return value;
    }

    /// <summary>Releases everything given: for callers that fail half-way.</summary>
    public void DisposeGiven()
    {
        foreach (var parameter in _given) parameter.Value.Dispose();
        _given.Clear();
    }

    /// <summary>Makes one parameter.</summary>
    protected abstract Tensor Make(string name, Shape shape, Initializer initializer, RandomSource? random);
}
