using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Bench.Eager;

/// <summary>BERT with a pooler and two classes; everything but the adapters and the classifier is frozen.</summary>
internal sealed class BertClassifier : Module<Tensor, Tensor>
{
    private readonly int _offset;
    private readonly Embedding _words, _positions, _types;
    private readonly LayerNorm _norm;
    private readonly Dropout _dropout;
    private readonly ModuleList<BertLayer> _layers;
    private readonly TorchSharp.Modules.Linear _pooler, _classifier;

    public BertClassifier(ModelShape shape, string method, double dropout) : base(nameof(BertClassifier))
    {
        _offset = shape.PositionOffset;
        _words = Embedding(shape.Vocabulary, shape.Hidden);
        _positions = Embedding(shape.Positions, shape.Hidden);
        _types = Embedding(2, shape.Hidden);
        _norm = LayerNorm(shape.Hidden, 1e-12);
        _dropout = Dropout(dropout);
        _layers = new ModuleList<BertLayer>();
        for (var i = 0; i < shape.Layers; i++) _layers.Add(new BertLayer(shape, method, dropout));
        _pooler = Linear(shape.Hidden, shape.Hidden);
        _classifier = Linear(shape.Hidden, 2);
        RegisterComponents();
        foreach (var (name, parameter) in named_parameters())
        {
            if (name.EndsWith("weight", StringComparison.Ordinal) && parameter.dim() == 2 && !name.Contains("loraUp", StringComparison.Ordinal))
                using (no_grad()) parameter.normal_(0, 0.02);
            parameter.requires_grad = name.Contains("adapter", StringComparison.Ordinal) || name.Contains("lora", StringComparison.Ordinal)
                || name.StartsWith("_classifier", StringComparison.Ordinal);
        }
    }

    public override Tensor forward(Tensor ids)
    {
        var positions = (arange(ids.shape[1], device: ids.device) + _offset).unsqueeze(0);
        var hidden = _words.forward(ids) + _positions.forward(positions) + _types.forward(zeros_like(ids));
        hidden = _dropout.forward(_norm.forward(hidden));
        foreach (var layer in _layers) hidden = layer.forward(hidden);
        return _classifier.forward(_dropout.forward(_pooler.forward(hidden.select(1, 0)).tanh()));
    }
}
