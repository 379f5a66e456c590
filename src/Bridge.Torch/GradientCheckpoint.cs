using Bridge.Torch.Autograd;
using static TorchSharp.torch;

namespace Bridge.Torch;

/// <summary>
/// Gradient checkpointing (Chen et al. 2016, arXiv:1604.06174): a function keeps its inputs in place of all that its backward needs, and is computed a second time when that comes.
/// </summary>
public static class GradientCheckpoint
{
    /// <summary>
    /// The function's output. Nothing is recorded on the way; what requires gradients inside it (leaves) gets them when the backward computes it again.
    /// </summary>
    /// <param name="inputs">What gradients flow back to. At least one requires them, or there will be no backward.</param>
    /// <param name="first">The function, now. Borrows its inputs.</param>
    /// <param name="again">The same function, later: of equal inputs it must make an equal output.</param>
    /// <param name="state">What <paramref name="again"/> needs until then; taken over.</param>
    public static Tensor Apply(IReadOnlyList<Tensor> inputs, Func<IReadOnlyList<Tensor>, Tensor> first, Func<IReadOnlyList<Tensor>, Tensor> again, IDisposable state)
    {
        if (!FunctionNode.IsRecorded([.. inputs]))
        {
            using (state) return first(inputs);
        }
        Tensor output;
        try
        {
            using var off = no_grad();
            output = first(inputs);
        }
        catch
        {
            state.Dispose();
            throw;
        }
        return new CheckpointNode(inputs, again, state).Attach(output, [.. inputs]);
    }
}
