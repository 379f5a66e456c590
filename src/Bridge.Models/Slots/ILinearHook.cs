namespace Bridge.Models.Slots;

/// <summary>Acts in a <see cref="LinearSlot"/>.</summary>
public interface ILinearHook
{
    /// <summary>The projection of <paramref name="input"/> (rows, length, in) with the method's change. The input is borrowed, the result the caller's.</summary>
    Tensor Forward(LinearSlot slot, Tensor input, ForwardPass pass);
}
