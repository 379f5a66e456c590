using Bridge.Torch.Parameters;

namespace Bridge.Adapters.Methods.Invertible;

/// <summary>down, activation, up: the network inside a coupling.</summary>
internal sealed class Subnet
{
    private readonly LinearParameters _down;
    private readonly LinearParameters _up;
    private readonly Func<Tensor, Tensor> _activation;

    public Subnet(ModuleParameters at, string name, long from, long to, double reduction, string? activation)
    {
        var inner = (long)Math.Floor(from / reduction);
        _down = at.Linear(name + ".0", from, inner, new Initializer.Normal(0.02), Initializer.Zeros);
        _up = at.Linear(name + ".2", inner, to, new Initializer.Normal(0.02), Initializer.Zeros);
        _activation = Bridge.Torch.Activations.Of(activation?.ToLowerInvariant() ?? "linear");
    }

    public Tensor Map(Tensor input) => _up.Map(_activation(_down.Map(input)));
}
