namespace Bridge.Models.Slots;

/// <summary>Hidden states leaving block <paramref name="Layer"/>; <paramref name="Name"/> is the block's name in checkpoints.</summary>
public sealed record LayerSlot(int Layer, string Name, long HiddenSize);
