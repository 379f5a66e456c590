using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Bench.Eager;

/// <summary>Down, relu, up, residual.</summary>
internal sealed class BottleneckAdapter : Module<Tensor, Tensor, Tensor>
{
    private readonly TorchSharp.Modules.Linear _adapterDown, _adapterUp;

    public BottleneckAdapter(int hidden, int size) : base(nameof(BottleneckAdapter))
    {
        _adapterDown = Linear(hidden, size);
        _adapterUp = Linear(size, hidden);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, Tensor residual) => _adapterUp.forward(functional.relu(_adapterDown.forward(x))) + residual;
}
