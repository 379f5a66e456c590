using Bridge.Core;
using static TorchSharp.torch;

namespace Bridge.Torch.Parameters;

/// <summary>Creates nothing: parameters are tensors of the meta device, which have a shape and no memory.</summary>
public sealed class PlanningParameterSource(ScalarType dataType) : ParameterSource
{
    /// <inheritdoc/>
    protected override Tensor Make(string name, Shape shape, Initializer initializer, RandomSource? random) => empty(shape.Dimensions, dtype: dataType, device: META);
}
