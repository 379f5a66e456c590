using Bridge.Models.Slots;

namespace Goldens.Cases;

/// <summary>Keeps what slots tell, by the names that cases use: <c>kind.name.layer.location</c>.</summary>
internal sealed class SlotRecord(IReadOnlySet<string> wanted) : ISlotObserver
{
    public Dictionary<string, Tensor> Tensors { get; } = [];

    public void Observe(string kind, string name, int layer, string location, Tensor value)
    {
        if (!wanted.Contains(kind)) return;
        var key = $"{kind}.{name}.{layer}.{location}";
        // Gates of one place (q and v of an attention) stand side by side, one column each; a lone column is a vector.
        using var told = value.detach().squeeze();
        if (!Tensors.Remove(key, out var earlier))
        {
            Tensors[key] = told.clone().DetachFromDisposeScope();
            return;
        }
        using (earlier) Tensors[key] = column_stack(earlier, told).DetachFromDisposeScope();
    }
}
