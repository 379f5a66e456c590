using Bridge.Configuration;
using Bridge.Models;

namespace Bridge.Adapters.Methods.Reft;

/// <summary>One intervention on gathered positions.</summary>
internal sealed class ReftUnit(ReftConfig config, LinearParameters source, Projection projection)
{
    private readonly Func<Tensor, Tensor> _activation = Bridge.Torch.Activations.Of(config.NonLinearity?.ToLowerInvariant() ?? "linear");

    /// <summary>(rows, positions, hidden) to the same.</summary>
    public Tensor Apply(Tensor states, ForwardPass pass)
    {
        var weight = projection.Weight().to(states.dtype);
        var change = _activation(source.Map(states));
        if (config.SubtractProjection) change = change - nn.functional.linear(states, weight);
        return pass.Dropout(states + change.matmul(weight), config.Dropout);
    }
}
