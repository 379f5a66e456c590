using Bench.Eager;
using Bridge.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Bench;

/// <summary>Plain TorchSharp as a user would write it: modules, libtorch as it ships, a dispose scope around the step.</summary>
internal sealed class EagerSide : ISide
{
    private readonly BertClassifier _model;
    private readonly Tensor _ids, _labels;
    private readonly optim.Optimizer _optimizer;
    private readonly ScalarType _type;

    private EagerSide(BenchOptions options)
    {
        var shape = ModelShape.Of(options.Model);
        _type = options.Type == "bf16" ? ScalarType.BFloat16 : ScalarType.Float32;
        random.manual_seed(1);
        _model = new BertClassifier(shape, options.Method, options.Dropout);
        var file = SyntheticModel.EagerFile(shape, _type);
        if (!File.Exists(file))
        {
            _model.to(_type);
            _model.save(file + ".tmp");
            File.Move(file + ".tmp", file, true);
        }
        _model.to(_type);
        _model.load(file, strict: false);
        (_ids, _labels) = Batch.Create(shape, options.Batch, options.Length);
        _optimizer = optim.AdamW(_model.parameters().Where(p => p.requires_grad), 1e-4);
    }

    // The modules' classes touch libtorch as soon as they are loaded, hence not in the constructor.
    public static ISide Create(BenchOptions options)
    {
        TorchRuntime.Load(new TorchOptions { MklDispatch = MklDispatchMode.Vendor, Allocator = AllocatorMode.System, ShortSpin = false });
        return Start(options);
    }

    public double Forward()
    {
        using var off = no_grad();
        using var scope = NewDisposeScope();
        _model.eval();
        return _model.forward(_ids).sum().ToDouble();
    }

    public double Step()
    {
        using var scope = NewDisposeScope();
        _model.train();
        _optimizer.zero_grad();
        var loss = nn.functional.cross_entropy(_model.forward(_ids).to(ScalarType.Float32), _labels);
        loss.backward();
        _optimizer.step();
        return loss.ToDouble();
    }

    public double MatrixProductSpeed() => Batch.GigaflopsOf(_type);

    public void Dispose()
    {
        _optimizer.Dispose();
        _model.Dispose();
    }

    private static EagerSide Start(BenchOptions options) => new(options);
}
