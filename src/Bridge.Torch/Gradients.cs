using System.Runtime.InteropServices;
using Bridge.Torch.Autograd;
using static TorchSharp.torch;

namespace Bridge.Torch;

/// <summary>Backward passes, with errors and memory as the engine wants them.</summary>
public static class Gradients
{
    /// <summary>
    /// Adds the gradients of <paramref name="loss"/> to the <c>grad</c> of every leaf that requires one. The graph is good for one call. Errors of
    /// fused functions arrive as they were thrown, libtorch's as <see cref="Bridge.Core.BridgeException"/>.
    /// </summary>
    /// <param name="loss">A scalar, or any tensor where <paramref name="gradient"/> gives its gradient.</param>
    /// <param name="gradient">Gradient of <paramref name="loss"/>, of its shape; null for 1.</param>
    public static void Backward(Tensor loss, Tensor? gradient = null)
    {
        FunctionNode.TakeFailure();
        try
        {
            if (gradient is null) loss.backward();
            else loss.backward([gradient]);
        }
        catch (ExternalException e)
        {
            throw FunctionNode.TakeFailure() ?? TorchErrors.Translate(e, "backward");
        }
        finally
        {
            FunctionNode.ReleaseResults();
        }
    }
}
