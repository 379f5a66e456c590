using Bridge.Configuration;
using Bridge.Torch.Parameters;

namespace Bridge.Adapters.Methods.Bottleneck;

/// <summary>What a bottleneck's output is multiplied by: a number, a learned number, or a learned number a channel.</summary>
internal sealed class OutputScaling
{
    private readonly double _number;
    private readonly Tensor? _learned;

    private OutputScaling(double number, Tensor? learned) => (_number, _learned) = (number, learned);

    /// <summary>The number, where nothing is learned.</summary>
    public double? Number => _learned is null ? _number : null;

    public static OutputScaling From(ModuleParameters at, Scaling setting, long size) => setting.Kind switch
    {
        ScalingKind.Learned => new OutputScaling(1, at.Get("scaling", Initializer.Ones, 1)),
        ScalingKind.Channel => new OutputScaling(1, at.Get("scaling", Initializer.Ones, size)),
        _ => new OutputScaling(setting.Value, null),
    };

    public Tensor Apply(Tensor input)
    {
        if (_learned is not null) return input * _learned.to(input.dtype);
        return _number == 1 ? input.alias() : input * _number;
    }
}
