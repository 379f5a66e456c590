using Bridge.Adapters;
using Bridge.Core;
using Bridge.Engine.Models;
using Bridge.Models.Heads;
using static TorchSharp.torch;

namespace Bridge.Engine.Jobs.Running;

/// <summary>
/// Copies of some adapters and heads over the model's base weights: long work has tensors of its own, so that calls go on with the published versions and
/// never see half a step.
/// </summary>
internal sealed class Workspace : IDisposable
{
    private Workspace(AdapterSet adapters, HeadSet heads) => (Adapters, Heads) = (adapters, heads);

    public AdapterSet Adapters { get; }

    public HeadSet Heads { get; }

    /// <summary>Copies what is published now. ADAPTER_NOT_FOUND, HEAD_NOT_FOUND.</summary>
    public static Workspace Copy(ModelEntry entry, IEnumerable<string> adapters, IEnumerable<string> heads, CancellationToken cancellation)
    {
        using var lease = entry.Lease.Read(cancellation);
        var workspace = new Workspace(entry.NewAdapters(), new HeadSet(entry.Model));
        try
        {
            foreach (var name in adapters.Distinct())
            {
                Adapter source;
                lock (entry.Gate) source = entry.Adapters[name];
                Copy(source.Parameters, workspace.Adapters.Add(name, source.Config, new RandomSource(0)).Parameters);
            }
            foreach (var name in heads.Distinct())
            {
                PredictionHead source;
                lock (entry.Gate) source = entry.Heads[name];
                Copy(source.Parameters, workspace.Heads.Add(name, source.Config, new RandomSource(0)).Parameters);
            }
            return workspace;
        }
        catch
        {
            workspace.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Adapters.Dispose();
        Heads.Dispose();
    }

    private static void Copy(IReadOnlyDictionary<string, Tensor> from, IReadOnlyDictionary<string, Tensor> to)
    {
        using var noGrad = no_grad();
        foreach (var (name, tensor) in from) to[name].copy_(tensor);
    }
}
