using Bridge.Torch.Parameters;

namespace Bridge.Adapters.Methods;

/// <summary>A learned gate a row (UniPELT, Mao et al. 2022): the mean over tokens of sigmoid(x w + b).</summary>
internal sealed class Gate(LinearParameters parameters)
{
    /// <summary>The gate of an input of that size.</summary>
    public static Gate From(ModuleParameters module, long size, Initializer weight, Initializer bias) => new(module.Linear("gate", size, 1, weight, bias));

    /// <summary>(rows, 1, 1) from (rows, length, size).</summary>
    public Tensor Open(Tensor input)
    {
        using var score = parameters.Map(input);
        using var open = score.sigmoid();
        using var mean = open.mean([1]);
        return mean.unsqueeze(-1);
    }
}
