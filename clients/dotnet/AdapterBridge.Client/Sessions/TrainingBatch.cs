namespace AdapterBridge.Client;

/// <summary>A batch of a training session: what goes through the model, and what its head learns.</summary>
/// <param name="Inputs">Tensors by name, or texts.</param>
public sealed record TrainingBatch(ForwardBatch Inputs)
{
    /// <summary>Names of classes, one a row.</summary>
    public IReadOnlyList<string> LabelNames { get; init; } = [];

    /// <summary>In place of names: class ids (rows), numbers (rows), marks of several classes (rows, labels), ids of tokens or of their classes (rows, length).</summary>
    public Tensor? Labels { get; init; }

    /// <summary>Whether the optimizer steps after this batch; null: after every <see cref="TrainingOptions.GradientAccumulation"/>-th. Not for evaluations.</summary>
    public bool? Step { get; init; }

    /// <summary>Whether the answer holds the head's outputs.</summary>
    public bool ReturnLogits { get; init; }

    /// <summary>Large tensors in pieces, then the batch with the others.</summary>
    internal IEnumerable<Wire.RunTrainingSessionRequest> ToMessages(Func<Wire.TrainingBatch, Wire.RunTrainingSessionRequest> last)
    {
        var batch = new Wire.TrainingBatch { LabelNames = { LabelNames }, Labels = Labels?.ToMessage(), ReturnLogits = ReturnLogits };
        if (Step is { } step) batch.Step = step;
        foreach (var message in Inputs.ToMessages(0))
        {
            if (message.Tensor is { } piece)
            {
                yield return new Wire.RunTrainingSessionRequest { Tensor = piece };
                continue;
            }

            batch.Inputs.Add(message.Run.Inputs);
            batch.Texts = message.Run.Texts;
        }

        yield return last(batch);
    }
}
