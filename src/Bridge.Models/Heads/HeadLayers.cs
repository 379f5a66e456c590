using Bridge.Models.Description;
using Bridge.Torch;
using Bridge.Torch.Parameters;

namespace Bridge.Models.Heads;

/// <summary>The stack of dropout, dense and activation that most heads are, numbered as the reference library numbers its modules.</summary>
internal sealed class HeadLayers
{
    private readonly List<(Tensor Weight, Tensor? Bias)> _maps = [];
    private readonly Func<Tensor, Tensor>? _activation;
    private readonly double? _own;
    private readonly double _dropout;
    private readonly IReadOnlyList<double?>? _each;

    public HeadLayers(string head, ModelDescription model, HeadConfig config, int layers, string? activation, double? dropout, long outputs, bool bias, ParameterSource source)
    {
        _activation = activation is null ? null : Activations.Of(activation.ToLowerInvariant());
        (_own, _dropout, _each) = (dropout, model.HeadDropout, config.Dropouts);
        var (number, size) = (0, (long)model.HiddenSize);
        for (var layer = 0; layer < layers; layer++)
        {
            number++; // dropout
            var last = layer == layers - 1;
            var (path, to) = ($"heads.{head}.{number++}", last ? outputs : size);
            var weight = source.Get(path + ".weight", new Shape(to, size), new Initializer.Normal(model.InitializerRange));
            _maps.Add((weight, !last || bias ? source.Get(path + ".bias", new Shape(to), Initializer.Zeros) : null));
            if (!last && _activation is not null) number++;
        }
    }

    public Tensor Forward(Tensor input, ForwardContext context)
    {
        var pass = new ForwardPass(context with { Random = context.Random?.Fork("head") }, input.device, checked((int)input.shape[0]), null, null, null);
        var current = input.alias();
        for (var i = 0; i < _maps.Count; i++)
        {
            using var dropped = pass.ModelDropout(current, _each is null ? _dropout : _each[i], _own);
            current.Dispose();
            current = nn.functional.linear(dropped, _maps[i].Weight, _maps[i].Bias);
            if (_activation is null || i == _maps.Count - 1) continue;
            using var straight = current;
            current = _activation(straight);
        }
        return current;
    }
}
