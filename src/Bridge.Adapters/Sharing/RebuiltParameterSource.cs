using Bridge.Torch.Parameters;

namespace Bridge.Adapters.Sharing;

/// <summary>Tensors that exist already, for an adapter that is put together again around them.</summary>
internal sealed class RebuiltParameterSource(Func<string, Tensor> find) : ParameterSource
{
    protected override Tensor Make(string name, Shape shape, Initializer initializer, RandomSource? random)
    {
        var value = find(name);
        return new Shape(value.shape) == shape
            ? value
            : throw BridgeException.Of(ErrorCode.Internal, ErrorReason.InvariantBroken, $"\"{name}\" has shape {new Shape(value.shape)} where {shape} is expected", ("tensor", name));
    }
}
