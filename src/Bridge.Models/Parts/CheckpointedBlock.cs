using Bridge.Torch;

namespace Bridge.Models.Parts;

/// <summary>
/// Gradient checkpointing of a block, whatever its parts. The lowest block that trains is recorded as usual: below it nothing is recorded, and its input wants no gradient.
/// </summary>
internal static class CheckpointedBlock
{
    /// <summary>The block's output from its input, (rows, length, hidden), borrowed.</summary>
    public static Tensor Forward(Block block, Tensor hidden, ForwardPass pass)
    {
        var encoder = pass.EncoderStates;
        if (!pass.Context.GradientCheckpointing || pass.Context.Cache is not null || !is_grad_enabled() || !(hidden.requires_grad || encoder is { requires_grad: true }))
            return block.Forward(hidden, pass);
        var state = pass.Repeatable();
        return GradientCheckpoint.Apply(
            encoder is null ? [hidden] : [hidden, encoder],
            inputs => block.Forward(inputs[0], pass),
            inputs => state.Run(again => block.Forward(inputs[0], again), inputs.Count > 1 ? inputs[1] : null),
            state);
    }
}
