using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Bench.Eager;

/// <summary>A projection with a low-rank update.</summary>
internal sealed class LoraProjection : Module<Tensor, Tensor>
{
    private readonly TorchSharp.Modules.Linear _base, _loraDown, _loraUp;
    private readonly double _scale;

    public LoraProjection(int hidden, int rank) : base(nameof(LoraProjection))
    {
        _base = Linear(hidden, hidden);
        _loraDown = Linear(hidden, rank, hasBias: false);
        _loraUp = Linear(rank, hidden, hasBias: false);
        _scale = 8.0 / rank;
        RegisterComponents();
        using (no_grad()) _loraUp.weight!.zero_();
    }

    public override Tensor forward(Tensor x) => _base.forward(x) + _loraUp.forward(_loraDown.forward(x)) * _scale;
}
