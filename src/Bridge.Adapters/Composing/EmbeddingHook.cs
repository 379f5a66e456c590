using Bridge.Models;
using Bridge.Models.Slots;

namespace Bridge.Adapters.Composing;

/// <summary>What the first adapter of a composition does to the embeddings' output (the reference library looks at no other).</summary>
internal sealed class EmbeddingHook(IEnumerable<EmbeddingModule> modules) : IEmbeddingHook
{
    private readonly EmbeddingModule[] _modules = [.. modules.OrderBy(m => m.Order)];

    public Tensor Forward(Tensor hidden, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        return _modules.Aggregate(hidden, (h, module) => module.Apply(h, pass)).MoveToOuterDisposeScope();
    }

    public Tensor? Invert(Tensor hidden)
    {
        using var scope = NewDisposeScope();
        Tensor? inverted = null;
        foreach (var module in _modules.Reverse()) inverted = module.Invert(inverted ?? hidden) ?? inverted;
        return inverted?.MoveToOuterDisposeScope();
    }
}
