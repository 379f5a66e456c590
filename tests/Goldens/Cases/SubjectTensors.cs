using Goldens.Running;

namespace Goldens.Cases;

/// <summary>Finds the tensor that the library calls by a name.</summary>
internal static class SubjectTensors
{
    private const string Pool = ".prefix_tunings.";

    /// <summary>A tensor of an adapter, fusion, head, group or projection; null where there is none. Borrowed.</summary>
    public static Tensor? Find(CaseContext context, CaseSubject subject, string name)
    {
        var plain = context.Base.Plain(name);
        var all = subject.Adapters.All.SelectMany(a => a.Parameters.Where(p => !a.Shared.Contains(p.Key) || p.Key == plain))
            .Concat(subject.Adapters.Fusions.All.SelectMany(f => f.Parameters))
            .Concat(subject.Adapters.Sharing.All.SelectMany(g => g.Parameters))
            .Concat(subject.Heads.All.SelectMany(h => h.Parameters));
        // The pool of prefixes hangs on every layer and on the model.
        var pool = plain.IndexOf(Pool, StringComparison.Ordinal);
        foreach (var (key, tensor) in all)
            if (key == plain || (pool >= 0 && key.EndsWith(plain[pool..], StringComparison.Ordinal))) return tensor;
        var slots = context.Base.Model.Slots.Linear;
        var found = slots.FirstOrDefault(slot => slot.Name + ".weight" == plain)?.Weight
            ?? (slots.FirstOrDefault(slot => slot.Parent?.Name + ".weight" == plain)?.Parent is { } parent ? cat(parent.Parts.Select(p => p.Weight).ToArray(), 0) : null);
        return found is not null && context.Base.Model.Description.TransposedWeights ? found.t() : found;
    }
}
