namespace Bridge.Models.Slots;

/// <summary>Is told what slots compute beside their result. Called on the thread of the forward pass.</summary>
public interface ISlotObserver
{
    /// <summary>A tensor called <paramref name="kind"/> of adapter or fusion <paramref name="name"/> in a slot. Borrowed.</summary>
    void Observe(string kind, string name, int layer, string location, Tensor value);
}
