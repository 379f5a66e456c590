using Bridge.Models.Slots;

namespace Goldens.Cases;

/// <summary>Keeps what slots tell, by the names that cases use: <c>kind.name.layer.location</c>.</summary>
internal sealed class SlotRecord(IReadOnlySet<string> wanted) : ISlotObserver
{
    public Dictionary<string, Tensor> Tensors { get; } = [];

    public void Observe(string kind, string name, int layer, string location, Tensor value)
    {
        if (wanted.Contains(kind)) Tensors[$"{kind}.{name}.{layer}.{location}"] = value.detach().clone();
    }
}
