using Bridge.Torch.Parameters;

namespace Bridge.Adapters.Methods;

/// <summary>
/// Parameters below a path, with the shapes and names of the field's modules. With <paramref name="seed"/> (init_weights_seed) modules of equal shape start equal, as in
/// the reference library.
/// </summary>
internal sealed class ModuleParameters(ParameterSource source, string path, long? seed)
{
    /// <summary>What all names begin with.</summary>
    public string Path => path;

    public Tensor Get(string name, Initializer initializer, params long[] shape) => Make(name, initializer, trained: true, shape);

    /// <summary>A tensor that training leaves as it is.</summary>
    public Tensor Buffer(string name, Initializer initializer, params long[] shape) => Make(name, initializer, trained: false, shape);

    /// <summary>Says that files may hold a tensor of this module under another name below the same path too.</summary>
    public void Alias(string alias, string name) => source.Alias($"{path}.{alias}", $"{path}.{name}");

    /// <summary>The same for a tensor that files hold below other paths too.</summary>
    public void AliasWhole(IEnumerable<string> paths, string name)
    {
        foreach (var other in paths) source.Alias($"{other}.{name}", $"{path}.{name}");
    }

    /// <summary>Weight (out, in) and bias (out) of a linear map.</summary>
    public LinearParameters Linear(string name, long from, long to, Initializer weight, Initializer bias) =>
        new(Get(name + ".weight", weight, to, from), Get(name + ".bias", bias, to));

    /// <summary>Parameters of a part: names below <paramref name="part"/>.</summary>
    public ModuleParameters At(string part) => new(source, $"{path}.{part}", seed);

    /// <summary>Scale and shift of a layer norm.</summary>
    public LinearParameters Norm(string name, long size) => new(Get(name + ".weight", Initializer.Ones, size), Get(name + ".bias", Initializer.Zeros, size));

    private Tensor Make(string name, Initializer initializer, bool trained, long[] shape) =>
        source.Get($"{path}.{name}", new Shape(shape), initializer, seed is { } fixedSeed ? new RandomSource((ulong)fixedSeed).Fork(name) : null, trained);
}
