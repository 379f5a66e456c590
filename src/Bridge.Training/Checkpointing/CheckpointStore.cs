using System.Globalization;
using System.Text.Json;
using Bridge.Checkpoints;
using Bridge.Core;
using Bridge.Training.Data;
using Bridge.Training.Optimization;
using static TorchSharp.torch;

namespace Bridge.Training.Checkpointing;

/// <summary>
/// Checkpoints of one run, a folder each: <c>state.json</c>, <c>weights.safetensors</c>, <c>optimizer.safetensors</c>, <c>best.safetensors</c> where there is
/// a best, and the trained adapters and head as folders that others read. A folder appears whole or not at all; the oldest go when there are too many.
/// </summary>
internal sealed class CheckpointStore(string folder, TrainingOptions options, EncodedDataset data)
{
    private const string Prefix = "checkpoint-";
    private const string State = "state.json";
    private const string Weights = "weights.safetensors";
    private const string Optimizer = "optimizer.safetensors";
    private const string Best = "best.safetensors";
    private readonly string _dataDigest = DataDigest.Compute(data);

    /// <summary>Writes a checkpoint and returns its folder.</summary>
    public string Save(ITrainingTarget target, AdamW optimizer, BestKeeper best, CheckpointPosition position, int stepsPerEpoch)
    {
        var name = Prefix + position.Step.ToString(CultureInfo.InvariantCulture);
        var path = Path.Combine(folder, name);
        var (moments, steps) = optimizer.Save();
        var state = new CheckpointState
        {
            Format = CheckpointState.CurrentFormat,
            Step = position.Step,
            Epoch = position.Step / stepsPerEpoch,
            StepInEpoch = position.Step % stepsPerEpoch,
            Seed = options.Seed,
            Loss = position.Loss,
            Options = options,
            DataDigest = _dataDigest,
            OptimizerSteps = steps,
            Metrics = position.Metrics,
            BestStep = best.Step,
            BestMetrics = best.Metrics,
            EvaluationsSinceBest = best.Since,
        };
        AtomicFolder.Write(path, temporary =>
        {
            TensorFile.Write(Path.Combine(temporary, Weights), target.Trainable);
            TensorFile.Write(Path.Combine(temporary, Optimizer), moments);
            if (best.Tensors is { } tensors) TensorFile.Write(Path.Combine(temporary, Best), tensors);
            target.Export(temporary);
            AtomicFile.Write(Path.Combine(temporary, State), stream => JsonSerializer.Serialize(stream, state, CheckpointJson.Default.CheckpointState));
        }, replaced: _ => true);
        foreach (var (_, old) in List(folder).Where(entry => entry.Step < position.Step).SkipLast(options.KeepCheckpoints - 1))
            Delete(old);
        return path;
    }

    // Renamed first: half a checkpoint is never seen.
    private static void Delete(string path)
    {
        var gone = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        Directory.Move(path, gone);
        Directory.Delete(gone, recursive: true);
    }

    /// <summary>The step of a checkpoint by its name; -1 where it is none.</summary>
    public static long StepOf(string path) =>
        Path.GetFileName(path) is var name && name.StartsWith(Prefix, StringComparison.Ordinal) && long.TryParse(name.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : -1;

    /// <summary>The checkpoints of a folder, oldest first.</summary>
    public static IReadOnlyList<(long Step, string Path)> List(string folder)
    {
        if (!Directory.Exists(folder)) return [];
        return [.. Directory.EnumerateDirectories(folder, Prefix + "*")
            .Select(path => (Step: StepOf(path), path))
            .Where(entry => entry.Step >= 0)
            .OrderBy(entry => entry.Step)];
    }

    /// <summary>
    /// Puts weights, moments and the best evaluation back. CHECKPOINT_NOT_FOUND, CHECKPOINT_CORRUPT, CHECKPOINT_MISMATCH (another run's options, data or
    /// tensors); the tensors may have been written in part then, and the caller puts them back.
    /// </summary>
    public static CheckpointPosition Load(string folder, TrainingOptions options, EncodedDataset data, ITrainingTarget target, AdamW optimizer, BestKeeper best)
    {
        var state = ReadState(folder);
        ResumeChecks.Check(state, options, DataDigest.Compute(data), folder);
        WithTensors(folder, Weights, tensors =>
        {
            using var noGrad = no_grad();
            foreach (var (name, tensor) in target.Trainable) tensor.copy_(Matching(folder, tensors, name, tensor.shape));
            if (tensors.Keys.FirstOrDefault(name => !target.Trainable.ContainsKey(name)) is { } extra)
                throw BridgeException.Precondition(ErrorReason.CheckpointMismatch, $"checkpoint \"{folder}\" trains \"{extra}\", this job does not", ("path", folder), ("tensor", extra));
        });
        WithTensors(folder, Optimizer, tensors => optimizer.Load((name, shape) => Matching(folder, tensors, name, shape), state.OptimizerSteps));
        if (state is { BestStep: { } bestStep, BestMetrics: { } bestMetrics })
        {
            if (!options.RestoreBest) best.Take(bestStep, bestMetrics, null, state.EvaluationsSinceBest);
            else WithTensors(folder, Best, tensors =>
            {
                foreach (var (name, tensor) in target.Trainable) Matching(folder, tensors, name, tensor.shape);
                best.Take(bestStep, bestMetrics, tensors, state.EvaluationsSinceBest);
            });
        }
        return new CheckpointPosition(state.Step, state.Loss, state.Metrics);
    }

    private static CheckpointState ReadState(string folder)
    {
        var path = Path.Combine(folder, State);
        if (!File.Exists(path))
            throw BridgeException.NotFound(ErrorReason.CheckpointNotFound, $"\"{folder}\" holds no training checkpoint: there is no {State}", ("path", folder), ("file", State));
        try
        {
            var state = JsonSerializer.Deserialize(File.ReadAllBytes(path), CheckpointJson.Default.CheckpointState);
            if (state?.Format == CheckpointState.CurrentFormat) return state;
            throw BridgeException.Precondition(ErrorReason.CheckpointMismatch,
                $"checkpoint \"{folder}\" has format {state?.Format ?? 0}; this build reads format {CheckpointState.CurrentFormat}",
                ("path", folder), ("format", state?.Format ?? 0), ("known_format", CheckpointState.CurrentFormat));
        }
        catch (JsonException error)
        {
            throw BridgeException.Corrupt($"\"{path}\" is damaged: {error.Message}", ("path", path), ("cause", error.Message));
        }
    }

    private static void WithTensors(string folder, string file, Action<IReadOnlyDictionary<string, Tensor>> use)
    {
        var path = Path.Combine(folder, file);
        if (!File.Exists(path)) throw BridgeException.Corrupt($"checkpoint \"{folder}\" lacks {file}", ("path", folder), ("file", file));
        TensorFile.Read(path, use);
    }

    private static Tensor Matching(string folder, IReadOnlyDictionary<string, Tensor> tensors, string name, long[] shape)
    {
        if (!tensors.TryGetValue(name, out var tensor))
            throw BridgeException.Precondition(ErrorReason.CheckpointMismatch, $"checkpoint \"{folder}\" has no tensor \"{name}\"", ("path", folder), ("tensor", name));
        if (!tensor.shape.AsSpan().SequenceEqual(shape))
            throw BridgeException.Precondition(ErrorReason.CheckpointMismatch, $"checkpoint \"{folder}\": \"{name}\" is {new Shape(tensor.shape)}; the job has {new Shape(shape)}",
                ("path", folder), ("tensor", name), ("shape", new Shape(tensor.shape)), ("expected", new Shape(shape)));
        return tensor;
    }
}
