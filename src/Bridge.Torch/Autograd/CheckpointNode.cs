using static TorchSharp.torch;

namespace Bridge.Torch.Autograd;

/// <summary>Saves its inputs alone. The backward computes everything between again and goes through that: leaves on the way get their gradients there.</summary>
internal sealed class CheckpointNode : FunctionNode
{
    private readonly Func<IReadOnlyList<Tensor>, Tensor> _again;
    private readonly List<Tensor> _inputs;

    public CheckpointNode(IReadOnlyList<Tensor> inputs, Func<IReadOnlyList<Tensor>, Tensor> again, IDisposable state)
    {
        _again = again;
        _inputs = [.. inputs.Select(Save)];
        Keep(state);
    }

    protected override string Name => "Checkpoint";

    protected override void Backward(Tensor gradient, Tensor?[] results)
    {
        using var recording = enable_grad();
        var inputs = new List<Tensor>(_inputs.Count);
        for (var i = 0; i < _inputs.Count; i++)
        {
            var input = _inputs[i].detach();
            if (Needs(i)) input.requires_grad_();
            inputs.Add(input);
        }
        var output = _again(inputs);
        if (!output.requires_grad) return;
        Gradients.Backward(output, gradient);
        for (var i = 0; i < results.Length; i++)
            if (Needs(i)) results[i] = inputs[i].grad;
    }
}
