using TorchSharp;

namespace Bridge.Engine.Work;

/// <summary>
/// The native memory of one request, on the thread that runs it: what is made inside and not taken out is freed at its end, and nothing is recorded for
/// gradients.
/// </summary>
internal sealed class TensorScope : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly IDisposable _noGrad = torch.no_grad();

    private TensorScope()
    {
    }

    public static TensorScope Open() => new();

    public void Dispose()
    {
        _noGrad.Dispose();
        _scope.Dispose();
    }
}
