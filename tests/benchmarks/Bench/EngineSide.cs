using Bridge.Adapters;
using Bridge.Configuration;
using Bridge.Core;
using Bridge.Models;
using Bridge.Models.Slots;
using Bridge.Torch;
using Bridge.Training.Optimization;
using TorchSharp;
using static TorchSharp.torch;

namespace Bench;

/// <summary>This engine.</summary>
internal sealed class EngineSide : ISide
{
    private readonly TransformerModel _model;
    private readonly AdapterSet _adapters;
    private readonly SlotHooks _hooks;
    private readonly ModelInputs _inputs;
    private readonly Tensor _labels, _weight, _bias;
    private readonly Dictionary<string, Tensor> _trained;
    private readonly AdamW _optimizer;
    private readonly ScalarType _type;
    private readonly double _dropout;
    private int _step;

    private EngineSide(BenchOptions options)
    {
        var shape = ModelShape.Of(options.Model);
        _type = options.Type == "bf16" ? ScalarType.BFloat16 : ScalarType.Float32;
        _model = TransformerModel.Load(SyntheticModel.Folder(shape, _type), new ModelLoadOptions { DataType = _type });
        _adapters = new AdapterSet(_model);
        var adapter = _adapters.Add("bench", AdapterConfig.Parse(options.Method), new RandomSource(1));
        _hooks = _adapters.Compose(new Leaf("bench"));
        _weight = (randn([2, shape.Hidden], ScalarType.Float32, CPU) * 0.02).to(_type).requires_grad_();
        _bias = zeros([2], _type, CPU, requires_grad: true);
        var trained = adapter.Trained.ToDictionary(name => name, name => adapter.Parameters[name]);
        foreach (var parameter in trained.Values) parameter.requires_grad_();
        (trained["head.weight"], trained["head.bias"]) = (_weight, _bias);
        (var ids, _labels) = Batch.Create(shape, options.Batch, options.Length);
        _inputs = Batch.Inputs(shape, ids, _type);
        (_trained, _optimizer) = (trained, new AdamW(trained, new AdamWOptions()));
        _dropout = options.Dropout;
    }

    public static ISide Create(BenchOptions options)
    {
        TorchRuntime.Load();
        return Start(options);
    }

    public double Forward()
    {
        using var off = no_grad();
        using var outputs = _model.Forward(_inputs, new ForwardContext { Hooks = _hooks });
        using var first = outputs.PoolerOutput?.alias() ?? outputs.LastHiddenState.select(1, 0);
        using var logits = nn.functional.linear(first, _weight, _bias);
        using var sum = logits.sum();
        return sum.ToDouble();
    }

    public double Step()
    {
        foreach (var parameter in _trained.Values) parameter.grad = null;
        using var loss = Loss();
        Gradients.Backward(loss);
        _optimizer.Step(1e-4);
        return loss.ToDouble();
    }

    public double MatrixProductSpeed() => Batch.GigaflopsOf(_type);

    public void Dispose()
    {
        _optimizer.Dispose();
        _adapters.Dispose();
        _model.Dispose();
    }

    private static EngineSide Start(BenchOptions options) => new(options);

    private Tensor Loss()
    {
        var context = new ForwardContext { Hooks = _hooks, Training = _dropout > 0, Random = new RandomSource(2).Fork(_step++) };
        using var outputs = _model.Forward(_inputs, context);
        using var first = outputs.PoolerOutput?.alias() ?? outputs.LastHiddenState.select(1, 0);
        using var logits = nn.functional.linear(first, _weight, _bias);
        using var wide = logits.to(ScalarType.Float32);
        return nn.functional.cross_entropy(wide, _labels);
    }
}
