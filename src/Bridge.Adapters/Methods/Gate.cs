using Bridge.Models;
using Bridge.Torch.Parameters;

namespace Bridge.Adapters.Methods;

/// <summary>
/// Learned gates, one or more a row (UniPELT, Mao et al. 2022): the mean over tokens of sigmoid(x W + b). An observer of the call is told their values.
/// </summary>
internal sealed class Gate(ParameterPart weight, ParameterPart bias, string adapter, int layer, string place)
{
    /// <summary>What an observer hears them called.</summary>
    public const string Kind = "adapter_gating_scores";

    /// <summary>One gate for an input of that size.</summary>
    public static Gate From(ModuleParameters module, long size, Initializer weight, Initializer bias, string adapter, int layer, string place) =>
        Of(module.Linear("gate", size, 1, weight, bias), adapter, layer, place);

    /// <summary>As many gates as the map has outputs.</summary>
    public static Gate Of(LinearParameters parameters, string adapter, int layer, string place) => new(parameters.Weight, parameters.Bias, adapter, layer, place);

    /// <summary>(rows, 1, gates) from (rows, length, size).</summary>
    public Tensor Open(Tensor input, ForwardPass pass)
    {
        using var score = new LinearParameters(weight.Value, bias.Value).Map(input);
        using var open = score.sigmoid();
        var gates = open.mean([1], keepdim: true);
        pass.Context.Observer?.Observe(Kind, adapter, layer, place, gates);
        return gates;
    }
}
