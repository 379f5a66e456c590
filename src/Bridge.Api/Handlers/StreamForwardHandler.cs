using Bridge.Api.Mapping;
using Bridge.Core;
using Bridge.Engine;

namespace Bridge.Api;

/// <summary>StreamForward of bridge.v1.InferenceService: batches in order, tensors of any size in pieces.</summary>
public sealed class StreamForwardHandler
{
    // What one batch may hold in memory.
    private const long MaxBatchBytes = 1L << 30;

    private readonly BridgeEngine _engine;
    private readonly ApiOptions _options;

    internal StreamForwardHandler(BridgeEngine engine, ApiOptions options) => (_engine, _options) = (engine, options);

    /// <summary>StreamForward.</summary>
    public async IAsyncEnumerable<V1.StreamForwardResponse> RunAsync(IAsyncEnumerable<V1.StreamForwardRequest> requests, CallContext context)
    {
        V1.StreamForwardStart? start = null;
        var assembler = new TensorAssembler(MaxBatchBytes);
        await foreach (var request in requests.WithCancellation(context.Cancellation).ConfigureAwait(false))
        {
            switch (request.PartCase)
            {
                case V1.StreamForwardRequest.PartOneofCase.Start: start = request.Start; break;
                case V1.StreamForwardRequest.PartOneofCase.Tensor: assembler.Add(request.Tensor); break;
                case V1.StreamForwardRequest.PartOneofCase.Run:
                    if (start is null) throw Violations.Of("run", ErrorReason.ArgumentInvalid, "run comes before start, which names the model");
                    var inputs = assembler.Take();
                    foreach (var (name, value) in TensorMapper.Read(request.Run.Inputs, "run.inputs", _options.MaxInlineTensorBytes)) inputs[name] = value;
                    var forward = InferenceHandler.Request(start.Model, start.Setup, start.Outputs, "start.setup") with { Inputs = inputs, Texts = InferenceHandler.Texts(request.Run.Texts), Images = InferenceHandler.Images(request.Run.Images) };
                    var result = await _engine.Inference.ForwardAsync(forward, context.Cancellation).ConfigureAwait(false);
                    foreach (var message in Answer(request.Run.BatchId, result)) yield return message;
                    break;
                default: throw Violations.Of("part", ErrorReason.ArgumentInvalid, "a message without a part; set start, tensor or run");
            }
        }
    }

    private IEnumerable<V1.StreamForwardResponse> Answer(long batch, ForwardResult result)
    {
        var last = new V1.StreamForwardResult { BatchId = batch, Adapters = { ResourceMapper.ToMessages(result.Adapters) } };
        long inline = 0;
        foreach (var (name, value) in result.Outputs)
        {
            if (inline + value.Data.Length <= _options.MaxInlineTensorBytes)
            {
                inline += value.Data.Length;
                last.Outputs[name] = TensorMapper.Write(value);
                continue;
            }
            foreach (var chunk in TensorPieces.Of(name, value, _options.ChunkBytes)) yield return new V1.StreamForwardResponse { Tensor = chunk };
        }
        yield return new V1.StreamForwardResponse { Result = last };
    }
}
