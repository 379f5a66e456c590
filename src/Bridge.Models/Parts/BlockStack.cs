using Bridge.Models.Description;

namespace Bridge.Models.Parts;

/// <summary>Embeddings, blocks and final norm: a whole model, or the encoder or decoder of one.</summary>
internal sealed class BlockStack(ModelDescription description, InputEmbeddings embeddings, IReadOnlyList<Block> blocks, Norm? finalNorm)
{
    private readonly IReadOnlyList<IReadOnlyList<int>> _layers = description.Schedule ?? [.. Enumerable.Range(0, description.LayerCount).Select(layer => (IReadOnlyList<int>)[layer])];

    /// <summary>
    /// Hidden states of the last layer, (rows, length, hidden); those of each are added to <paramref name="states"/>. <paramref name="first"/>: whether this is where the
    /// embedding slot is and rows enter.
    /// </summary>
    public Tensor Run(ModelInputs inputs, ForwardPass pass, List<Tensor>? states, bool first)
    {
        var hooks = pass.Context.Hooks;
        var repeat = hooks is { RowFactor: > 1 } && !pass.Context.RowsRepeated;
        var hidden = embeddings.Forward(inputs, pass);
        try
        {
            if (first && repeat && hooks!.RepeatBefore < 0) hidden = pass.Repeat(hidden, hooks.RowFactor);
            else if (!first && pass.IsRepeated) hidden = Replace(hidden, hidden.repeat(hooks!.RowFactor, 1, 1));
            if (first && hooks?.Embedding is { } embedding) hidden = Replace(hidden, embedding.Forward(hidden, pass));
            hidden = embeddings.Project(hidden);
            foreach (var layer in _layers)
            {
                pass.Context.Cancellation.ThrowIfCancellationRequested();
                states?.Add(hidden.alias());
                foreach (var block in layer.Select(number => blocks[number]))
                {
                    if (repeat && hooks!.RepeatBefore == block.Number && !pass.IsRepeated) hidden = pass.Repeat(hidden, hooks.RowFactor);
                    hidden = Replace(hidden, CheckpointedBlock.Forward(block, hidden, pass));
                }
            }
            if (description.StatesBeforeFinalNorm) states?.Add(hidden.alias());
            if (finalNorm is not null) hidden = Replace(hidden, finalNorm.Forward(hidden));
            if (description.FinalDropout is { } dropout) hidden = Replace(hidden, pass.ModelDropout(hidden, dropout));
            if (!description.StatesBeforeFinalNorm) states?.Add(hidden.alias());
            return hidden;
        }
        catch
        {
            hidden.Dispose();
            throw;
        }
    }

    private static Tensor Replace(Tensor old, Tensor replacement)
    {
        if (!ReferenceEquals(old, replacement)) old.Dispose();
        return replacement;
    }
}
