using Bridge.Torch.Parameters;

namespace Bridge.Adapters.Methods;

/// <summary>
/// Parameters below a path, with the shapes and names of the field's modules. With <paramref name="seed"/> (init_weights_seed) modules of equal shape start equal, as in
/// the reference library.
/// </summary>
internal sealed class ModuleParameters(ParameterSource source, string path, long? seed)
{
    public Tensor Get(string name, Initializer initializer, params long[] shape) => source.Get($"{path}.{name}", new Shape(shape), initializer, seed is { } fixedSeed ? new RandomSource((ulong)fixedSeed).Fork(name) : null);

    /// <summary>Weight (out, in) and bias (out) of a linear map.</summary>
    public LinearParameters Linear(string name, long from, long to, Initializer weight, Initializer bias) =>
        new(Get(name + ".weight", weight, to, from), Get(name + ".bias", bias, to));

    /// <summary>Scale and shift of a layer norm.</summary>
    public LinearParameters Norm(string name, long size) => new(Get(name + ".weight", Initializer.Ones, size), Get(name + ".bias", Initializer.Zeros, size));
}
