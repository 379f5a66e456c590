using static TorchSharp.torch;

namespace Bridge.Torch.Autograd;

/// <summary>Input: x. Saves nothing: the mask is made again from the seed.</summary>
internal sealed class DropoutNode(double probability, ulong seed) : FunctionNode
{
    protected override string Name => "Dropout";

    protected override void Backward(Tensor gradient, Tensor?[] results) => results[0] = Dropout.Run(gradient, probability, seed);
}
