namespace Bridge.Adapters.Methods.Prefix;

/// <summary>A gate for keys and one for values, or one for both: the mean over tokens of sigmoid(x W + b).</summary>
internal sealed class PrefixGate(LinearParameters parameters)
{
    /// <summary>(rows, 1 or 2) from (rows, length, hidden).</summary>
    public Tensor Open(Tensor hidden) => parameters.Map(hidden).sigmoid().mean([1]);
}
