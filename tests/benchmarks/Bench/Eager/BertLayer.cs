using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Bench.Eager;

/// <summary>Attention and feed-forward with their adapters.</summary>
internal sealed class BertLayer : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _query, _value;
    private readonly TorchSharp.Modules.Linear _key, _output, _up, _down;
    private readonly LayerNorm _attentionNorm, _outputNorm;
    private readonly Dropout _dropout;
    private readonly BottleneckAdapter? _adapter;
    private readonly long _heads;
    private readonly double _attentionDropout;

    public BertLayer(ModelShape shape, string method, double dropout) : base(nameof(BertLayer))
    {
        var lora = method.StartsWith("lora", StringComparison.Ordinal);
        _query = lora ? new LoraProjection(shape.Hidden, 8) : Linear(shape.Hidden, shape.Hidden);
        _key = Linear(shape.Hidden, shape.Hidden);
        _value = lora ? new LoraProjection(shape.Hidden, 8) : Linear(shape.Hidden, shape.Hidden);
        _output = Linear(shape.Hidden, shape.Hidden);
        _up = Linear(shape.Hidden, shape.Inner);
        _down = Linear(shape.Inner, shape.Hidden);
        _attentionNorm = LayerNorm(shape.Hidden, 1e-12);
        _outputNorm = LayerNorm(shape.Hidden, 1e-12);
        _dropout = Dropout(dropout);
        _adapter = lora ? null : new BottleneckAdapter(shape.Hidden, shape.Hidden / 16);
        (_heads, _attentionDropout) = (shape.Heads, dropout);
        RegisterComponents();
    }

    public override Tensor forward(Tensor hidden)
    {
        var heads = functional.scaled_dot_product_attention(Split(_query.forward(hidden)), Split(_key.forward(hidden)), Split(_value.forward(hidden)),
            p: training ? _attentionDropout : 0);
        var attended = _dropout.forward(_output.forward(heads.transpose(1, 2).reshape(hidden.shape)));
        hidden = _attentionNorm.forward(attended + hidden);
        var output = _dropout.forward(_down.forward(functional.gelu(_up.forward(hidden))));
        // seq_bn: the residual and the layer's own norm come before and after the adapter.
        return _adapter is null ? _outputNorm.forward(output + hidden) : _outputNorm.forward(_adapter.forward(_outputNorm.forward(output + hidden), output) + hidden);
    }

    private Tensor Split(Tensor projected) => projected.view(projected.shape[0], projected.shape[1], _heads, -1).transpose(1, 2);
}
