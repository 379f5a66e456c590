using System.Diagnostics;
using Bridge.Core;
using Bridge.Engine.Inference;
using Bridge.Engine.Models;
using Bridge.Engine.Values;
using Bridge.Engine.Work;
using static TorchSharp.torch;

namespace Bridge.Engine;

/// <summary>
/// Forward passes. Each names its own setup; calls with different setups of one model run at once. While a job trains an adapter, calls get the version
/// before.
/// </summary>
public sealed class InferenceRunner
{
    private readonly ModelRegistry _models;
    private readonly WorkQueue _queue;

    internal InferenceRunner(ModelRegistry models, WorkQueue queue) => (_models, _queue) = (models, queue);

    /// <summary>
    /// Runs a forward pass. Everything is checked before anything is computed: MODEL_NOT_FOUND, ADAPTER_NOT_FOUND, HEAD_NOT_FOUND, COMPOSITION_INVALID, TENSOR_SHAPE,
    /// TENSOR_DTYPE, TENSOR_SIZE, TENSOR_VALUE, IMAGE_INVALID, SEQUENCE_TOO_LONG, BATCH_EMPTY; QUEUE_FULL where too many calls wait.
    /// </summary>
    public Task<ForwardResult> ForwardAsync(ForwardRequest request, CancellationToken cancellation = default)
    {
        var entry = _models[request.Model];
        foreach (var (name, value) in request.Inputs) value.Check(name);
        var rows = InputRows.Of(entry, request.Texts, request.Images, request.Embedding);
        if (rows is not null && request.Inputs.Keys.Any(n => n != "task_ids"))
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"{(request.Texts is null ? "images" : "texts")} and tensors are given at once; choose one", ("inputs", string.Join(", ", request.Inputs.Keys)));
        return _queue.Run(token =>
        {
            using var scope = TensorScope.Open();
            var inputs = request.Inputs.ToDictionary(i => i.Key, i => TensorValues.ToTensor(i.Key, i.Value, entry.Model.Device));
            rows?.Add([.. Enumerable.Range(0, rows.Count)], inputs, token);
            return Run(entry, request, inputs, outputs => outputs.ToDictionary(o => o.Key, o => TensorValues.FromTensor(o.Value)),
                (values, setup, heads, time) => new ForwardResult(values, setup.Uses, heads, time), token);
        }, cancellation);
    }

    /// <summary>
    /// The same with tensors, which are borrowed until the task ends; those of the result are the caller's. <see cref="ForwardRequest.Inputs"/> is not read.
    /// </summary>
    public Task<IReadOnlyDictionary<string, Tensor>> ForwardAsync(ForwardRequest request, IReadOnlyDictionary<string, Tensor> inputs, CancellationToken cancellation = default)
    {
        var entry = _models[request.Model];
        return _queue.Run<IReadOnlyDictionary<string, Tensor>>(token =>
        {
            using var scope = TensorScope.Open();
            return Run(entry, request, inputs, outputs => outputs.ToDictionary(o => o.Key, o => o.Value.DetachFromDisposeScope()), (values, _, _, _) => values, token);
        }, cancellation);
    }

    private static TResult Run<T, TResult>(
        ModelEntry entry,
        ForwardRequest request,
        IReadOnlyDictionary<string, Tensor> inputs,
        Func<Dictionary<string, Tensor>, Dictionary<string, T>> take,
        Func<Dictionary<string, T>, ComposedSetup, IReadOnlyList<string>, TimeSpan, TResult> complete,
        CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        using var lease = entry.Lease.Read(cancellation);
        var setup = ForwardRunner.Compose(entry, request.Setup, request.UseBase, request.Embedding);
        // Where no logits are asked for, heads that nobody named have nothing to do.
        var idle = request.Heads.Count == 0 && request.Outputs.Count > 0 && !request.Outputs.Contains(OutputNames.Logits);
        var heads = HeadPlan.For(entry, request.Setup, request.Heads, request.WithoutHead || idle);
        var wanted = OutputNames.Resolve(request.Outputs, heads.Heads.Count > 0);
        var outputs = ForwardRunner.Run(entry, InputTensors.Read(inputs), setup, heads, wanted, InputTensors.TaskIds(inputs), cancellation);
        return complete(take(outputs), setup, [.. heads.Heads.Select(h => h.Name)], Stopwatch.GetElapsedTime(start));
    }
}
