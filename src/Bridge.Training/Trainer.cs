using Bridge.Training.Events;

namespace Bridge.Training;

/// <summary>Trains adapters and a head on a frozen model.</summary>
public static class Trainer
{
    /// <summary>
    /// Trains on the calling thread until done. Steps, evaluations, checkpoints and notes go to <paramref name="log"/>; states are the caller's to log,
    /// once the tensors may be used. Bad input fails before anything changes. Any later error puts the trained tensors back to the last checkpoint of
    /// this run, or to where it began; cancellation keeps the last complete step.
    /// </summary>
    /// <exception cref="Core.BridgeException">
    /// DATA_INVALID, SEQUENCE_TOO_LONG, TENSOR_VALUE, ARGUMENT_INVALID, ADAPTER_NOT_FOUND, HEAD_NOT_FOUND, COMPOSITION_INVALID, CHECKPOINT_NOT_FOUND,
    /// CHECKPOINT_MISMATCH, CHECKPOINT_CORRUPT before; NON_FINITE_LOSS and FROZEN_CHANGED later.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static TrainingResult Run(TrainingSpec spec, EventLog log, CancellationToken cancellation = default)
    {
        var target = new AdapterTarget(spec);
        using var loop = new TrainingLoop(target, spec.Data, spec.Evaluation, spec.Options, spec.CheckpointFolder, log);
        return loop.Run(spec.ResumeFrom, cancellation);
    }

    /// <summary>The newest checkpoint of a folder, or null where it has none.</summary>
    public static string? NewestCheckpoint(string folder) => Checkpointing.CheckpointStore.List(folder) is [.., var (_, path)] ? path : null;

    /// <summary>The step that a checkpoint of such a folder holds.</summary>
    public static long StepOf(string checkpoint) => Checkpointing.CheckpointStore.StepOf(checkpoint);

    /// <summary>Refuses options that are out of bounds, all of them at once (ARGUMENT_INVALID).</summary>
    public static void Check(TrainingOptions options, bool hasEvaluation, bool hasCheckpointFolder) => TrainingOptionsChecks.Check(options, hasEvaluation, hasCheckpointFolder);
}
