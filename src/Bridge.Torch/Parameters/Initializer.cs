namespace Bridge.Torch.Parameters;

/// <summary>How a new parameter starts. The distributions are those of torch.nn.init.</summary>
public abstract record Initializer
{
    /// <summary>All zeros.</summary>
    public static Initializer Zeros { get; } = new Constant(0);

    /// <summary>All ones.</summary>
    public static Initializer Ones { get; } = new Constant(1);

    /// <summary>The same value everywhere.</summary>
    public sealed record Constant(double Value) : Initializer;

    /// <summary>Normal with mean 0.</summary>
    public sealed record Normal(double StandardDeviation) : Initializer;

    /// <summary>Normal cut off at <paramref name="Bound"/> on both sides.</summary>
    public sealed record TruncatedNormal(double StandardDeviation, double Bound) : Initializer;

    /// <summary>Uniform between the bounds.</summary>
    public sealed record Uniform(double Low, double High) : Initializer;

    /// <summary>Uniform within gain * sqrt(3 / fan_in), gain = sqrt(2 / (1 + a^2)) (He et al. 2015; torch.nn.init.kaiming_uniform_).</summary>
    public sealed record KaimingUniform(double NegativeSlope) : Initializer;

    /// <summary>Uniform within 1 / sqrt(<paramref name="FanIn"/>): the bias of a torch.nn.Linear.</summary>
    public sealed record LinearBias(long FanIn) : Initializer;

    /// <summary>A random orthogonal square matrix: the Q of a normal matrix (Mezzadri 2007).</summary>
    public sealed record Orthogonal() : Initializer;

    /// <summary>A value computed from other tensors (a norm of base weights, an identity); called with the device to make it on.</summary>
    public sealed record Computed(Func<TorchSharp.torch.Device, TorchSharp.torch.Tensor> Make) : Initializer;

    /// <summary>The weight of a torch.nn.Linear as it comes.</summary>
    public static Initializer LinearWeight { get; } = new KaimingUniform(Math.Sqrt(5));
}
